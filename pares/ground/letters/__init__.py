"""Every letter the site sends: its kinds, its words, the outbox and the ways out."""
