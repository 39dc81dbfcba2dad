"""What people did to a draft: merged into a new version, kept through re-drafts, and told."""
