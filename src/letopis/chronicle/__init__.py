"""The chronicle: agreements and events of many articles in one database, the same agreement once."""
