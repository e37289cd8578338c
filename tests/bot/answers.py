"""Answers, in the order in which they are asked."""

BEGIN = ("retail", "does")
QUICK = ("customer_intimacy", "approves", "temporary")
REST = ("guru", "basics", "tactical", "departments", "running", "activity", "medium")
FULL = (*BEGIN, *QUICK, *REST)
