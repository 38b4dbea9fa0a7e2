"""Who asks, and what that opens: sign-in, sessions, rights, requests from other sites."""
