"""The review page: a person settles doubts in the browser, and the program remembers."""
