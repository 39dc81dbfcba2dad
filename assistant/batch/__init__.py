"""Reports for many clients, unattended: what is asked for, what was done, who does it, and what came of it.

The flow: a manifest is read (`manifest`) and settled into jobs (`preparing`); the runner (`running`) gives each job to
a crew and writes down in the ledger (`ledger`) what becomes of it; a crew runs a client (`work`) with the same
`Engagement` that `journey draft` uses; the summary (`summary`) tells it all.

Two seams are made for others to stand in:

- **Who runs a client** is a `Crew` (`crew`). It takes one whole job as plain values and gives back what was done, or
  raises. `Here` runs it in this process; a crew on other machines sends the job there, brings the files back and
  publishes them. It raises `WorkerLostError` where the one that ran it is gone: the runner gives the job to the crew again.
- **Who sends a call** is a `Sender` of the model room (`assistant.model.sending`). Whatever runs a client has the chat
  model send through it. `Post` (`post`) is the one of a batch: it looks for an answer that is stored already, writes
  the intent into the ledger, keeps the shared limits and the budget, sends, stores the answer in the client's book
  (`book`), and only then gives it back. A crew elsewhere relays its calls to the `Post` of the one who submitted them; the
  provider's batch service is another way to fill the book: under the key of a `Call` any answer will be found.
"""
