"""Questions and conversations: answers that rest on the notes and the playbook, and on nothing else."""
