"""Mail that clients forward: messages as notes by their senders, attachments as files of their own."""
