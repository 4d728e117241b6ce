"""What an editor may mend of a proposal before it is accepted; all else is mended on the form of the draft."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events import dates
from events.admin.date_field import EdtfFormField
from events.models import Actor, Event, Interpretation, Participant, Place, Proposal, Source
from events.models.base import Ground

LEAVE_OUT = ""


class MendForm(forms.Form):
    """The fields of a proposal; `changes` is what they change in its data."""

    names: tuple[str, ...] = ()
    """The fields that are one to one in the data."""

    def __init__(self, proposal: Proposal, names: Any, data: Any = None) -> None:
        self.proposal = proposal
        initial = {name: proposal.data.get(name, "") for name in self.names}
        super().__init__(data, initial=initial, prefix=f"p{proposal.pk}", label_suffix="")
        self.add_rows(names)

    def add_rows(self, names: Any) -> None:
        """Adds a field for each record that it names."""

    def changes(self) -> dict[str, Any]:
        said = {name: self.cleaned_data[name] for name in self.names}
        return {name: value for name, value in said.items() if value != self.proposal.data.get(name, "")}


class ProposedEventForm(MendForm):
    names = ("title", "date")
    title = forms.CharField(label=_("Title"), max_length=Event._meta.get_field("title").max_length)
    date = EdtfFormField(label=_("Date"), required=False)

    def add_rows(self, names: Any) -> None:
        choices = [(LEAVE_OUT, _("leave out")), *Participant.Role.choices]
        self.rows = {f"role-{row['actor']}": row for row in self.proposal.data.get("participants", ())}
        for name, row in self.rows.items():
            label = names.name("actors", row["actor"]) if names else row["actor"]
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False, initial=row["role"])

    def changes(self) -> dict[str, Any]:
        found = super().changes()
        if "date" in found:
            typed = str(self.data.get(self.add_prefix("date")) or "")
            found |= {"date_part": dates.understand(typed).part if typed.strip() else ""}
            found |= {"after_event": "", "offset": "", "date_basis": "stated" if found["date"] else ""}
        roles = [row | {"role": self.cleaned_data[name]} for name, row in self.rows.items() if self.cleaned_data[name]]
        return found | ({"participants": roles} if roles != self.proposal.data.get("participants", []) else {})


class ProposedInterpretationForm(MendForm):
    names = ("claim", "ground", "hedge")
    claim = forms.CharField(
        label=_("Claim"),
        max_length=Interpretation._meta.get_field("claim").max_length,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground.choices)
    hedge = forms.CharField(
        label=_("Hedge"), max_length=Interpretation._meta.get_field("hedge").max_length, required=False
    )

    def add_rows(self, names: Any) -> None:
        slugs = self.proposal.data.get("proponents", [])
        if slugs:
            choices = [(slug, names.name("actors", slug) if names else slug) for slug in slugs]
            self.fields["proponents"] = forms.MultipleChoiceField(
                label=_("Holders"),
                choices=choices,
                required=False,
                initial=slugs,
                widget=forms.CheckboxSelectMultiple,
            )

    def changes(self) -> dict[str, Any]:
        found, kept = super().changes(), self.cleaned_data.get("proponents", [])
        if "proponents" in self.fields and kept != self.proposal.data["proponents"]:
            found |= {"proponents": kept} | ({} if kept else {"voice": "unattributed"})
        return found


class ProposedActorForm(MendForm):
    names = ("name", "kind")
    name = forms.CharField(label=_("Name"), max_length=Actor._meta.get_field("name").max_length)
    kind = forms.ChoiceField(label=_("Kind"), choices=Actor.Kind.choices)


class ProposedPlaceForm(MendForm):
    names = ("name",)
    name = forms.CharField(label=_("Name"), max_length=Place._meta.get_field("name").max_length)


class WorkForm(MendForm):
    names = ("kind",)
    kind = forms.ChoiceField(label=_("Kind of evidence"), choices=Source.Kind.choices)


FORMS: dict[str, type[MendForm]] = {
    "events": ProposedEventForm,
    "interpretations": ProposedInterpretationForm,
    "actors": ProposedActorForm,
    "places": ProposedPlaceForm,
    "sources": WorkForm,
}


def form_of(proposal: Proposal, names: Any = None, data: Any = None) -> MendForm:
    """The form of a proposal: as it is, or as it was sent. `names` says what its slugs stand for."""
    return FORMS[proposal.kind](proposal, names, data)
