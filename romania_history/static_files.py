"""Static files as production serves them: compressed, and named by what is in them."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class Storage(CompressedManifestStaticFilesStorage):
    """Scripts that import one another name it so too: the imported one changes its name with its content."""

    support_js_module_import_aggregation = True
