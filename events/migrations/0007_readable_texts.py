"""Texts that readers see become a kind of field of their own. Columns stay as they are: nothing is written."""

import events.models.fields
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_edited_revisions'),
    ]

    operations = [migrations.SeparateDatabaseAndState(state_operations=[
        migrations.AlterField(
            model_name='actor',
            name='name',
            field=events.models.fields.ShortReadableText(max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='actor',
            name='note',
            field=events.models.fields.ReadableText(blank=True, help_text="Shown on the actor's page.", verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='actor',
            name='role',
            field=events.models.fields.ShortReadableText(blank=True, help_text='What the actor was, in a few words: “First Secretary of …”.', max_length=300, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='actor',
            name='sort_name',
            field=events.models.fields.ShortReadableText(help_text='The form that lists sort by: “Deletant, Dennis”, “Gheorghiu-Dej, Gheorghe”.', max_length=200, verbose_name='sort name'),
        ),
        migrations.AlterField(
            model_name='actorname',
            name='name',
            field=events.models.fields.ShortReadableText(max_length=200, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='citation',
            name='supports',
            field=events.models.fields.ShortReadableText(blank=True, help_text='What the words support, if not the whole: the date, the vote.', max_length=300, verbose_name='supports'),
        ),
        migrations.AlterField(
            model_name='debate',
            name='introduction',
            field=events.models.fields.ReadableText(blank=True, verbose_name='introduction'),
        ),
        migrations.AlterField(
            model_name='debate',
            name='question',
            field=events.models.fields.ShortReadableText(help_text='The question in one sentence, so that no side is favoured.', max_length=300, verbose_name='question'),
        ),
        migrations.AlterField(
            model_name='erratum',
            name='text',
            field=events.models.fields.ShortReadableText(max_length=500, verbose_name='erratum'),
        ),
        migrations.AlterField(
            model_name='event',
            name='date_note',
            field=events.models.fields.ReadableText(blank=True, help_text="Why this date; the source's own wording where it is not EDTF.", verbose_name='date note'),
        ),
        migrations.AlterField(
            model_name='event',
            name='place',
            field=events.models.fields.ShortReadableText(blank=True, max_length=200, verbose_name='place'),
        ),
        migrations.AlterField(
            model_name='event',
            name='summary',
            field=events.models.fields.ReadableText(blank=True, help_text='What happened, in plain words that rest on the citations.', verbose_name='summary'),
        ),
        migrations.AlterField(
            model_name='event',
            name='title',
            field=events.models.fields.ShortReadableText(help_text='Neutral: a title takes no side that an interpretation takes.', max_length=200, verbose_name='title'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='circumstance',
            field=events.models.fields.ShortReadableText(blank=True, help_text='Instead of an event: a circumstance in words, such as membership of a pact.', max_length=300, verbose_name='circumstance'),
        ),
        migrations.AlterField(
            model_name='furtherreading',
            name='note',
            field=events.models.fields.ReadableText(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='interpretation',
            name='argument',
            field=events.models.fields.ReadableText(blank=True, help_text='How they argue for it, in prose that rests on the citations.', verbose_name='argument'),
        ),
        migrations.AlterField(
            model_name='interpretation',
            name='claim',
            field=events.models.fields.ShortReadableText(help_text='The claim in one sentence, as its holders would put it.', max_length=400, verbose_name='claim'),
        ),
        migrations.AlterField(
            model_name='interpretation',
            name='note',
            field=events.models.fields.ReadableText(blank=True, help_text="An editor's note, shown on the page.", verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='context',
            field=events.models.fields.ReadableText(blank=True, help_text='If nothing rests on this passage: why it is context.', verbose_name='context only, because'),
        ),
        migrations.AlterField(
            model_name='passage',
            name='note',
            field=events.models.fields.ReadableText(blank=True, help_text="What an editor takes the passage's words to mean or to point at.", verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='reference',
            name='note',
            field=events.models.fields.ReadableText(blank=True, verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='source',
            name='attribution',
            field=events.models.fields.ReadableText(blank=True, verbose_name='attribution'),
        ),
        migrations.AlterField(
            model_name='source',
            name='note',
            field=events.models.fields.ReadableText(blank=True, help_text="An editor's note, shown on the source's page.", verbose_name='note'),
        ),
        migrations.AlterField(
            model_name='theme',
            name='name',
            field=events.models.fields.ShortReadableText(max_length=80, verbose_name='name'),
        ),
    ])]
