"""A page's cards on their way to the browser: frames as HTML in the first document, then a line for each card as it is ready."""
