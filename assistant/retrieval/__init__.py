"""Finding passages: the embedder, the keyword index, the store of vectors, and the index of a client."""
