"""What a message that came in is: a request, and of which rights; a question; or none of these."""
