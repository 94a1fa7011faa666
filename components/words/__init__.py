"""How the cockpit speaks and looks: phrases, numbers in words, colours."""
