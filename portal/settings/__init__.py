"""Settings: base is common; demo is embedded; production reads the environment; test is fast."""
