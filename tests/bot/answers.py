"""Answers, in the order in which they are asked."""

QUICK = ("customer_intimacy", "approves", "temporary")
REST = ("guru", "basics", "tactical", "departments", "running", "activity", "medium")
FULL = (*QUICK, *REST)
