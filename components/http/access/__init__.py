"""Who is let in: logins, sessions, tokens, screens, services that know the person, and what each may open."""
