"""What a record says that its own quotes or other records make doubtful: warnings in words, never a refusal.

`rules` judge plain values, and three doors give them: `records` what is stored or typed into a form, `seeds` a folder
that is loaded, `proposals` what a document's text may tell.
"""
