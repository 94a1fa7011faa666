"""Every route of the server: the API, exports, paper."""
