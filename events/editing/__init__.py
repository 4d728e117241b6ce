"""What editors do together: pending revisions and what they disclose, roles, queues, history, merging, previews."""
