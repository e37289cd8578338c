"""What may go wrong, who attacks, and which test holds each: data, and the page that is made of it."""
