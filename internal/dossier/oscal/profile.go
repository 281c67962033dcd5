package oscal

type profileRoot struct {
	Profile profile `json:"profile"`
}

// A profile selects from the catalog what the organisation answers for.
type profile struct {
	UUID     string     `json:"uuid"`
	Metadata metadata   `json:"metadata"`
	Imports  []imported `json:"imports"`
	Merge    merge      `json:"merge"`
	Modify   *modify    `json:"modify,omitempty"`
}

// An imported is an import: from which catalog, and which controls.
type imported struct {
	Href            string      `json:"href"`
	IncludeControls []selection `json:"include-controls"`
}

// A selection is select-control-by-id.
type selection struct {
	WithIDs []string `json:"with-ids"`
}

// A merge says that controls stay in their groups.
type merge struct {
	AsIs bool `json:"as-is"`
}

// A modify marks the controls that do not apply.
type modify struct {
	Alters []alter `json:"alters"`
}

type alter struct {
	ControlID string     `json:"control-id"`
	Adds      []addition `json:"adds"`
}

type addition struct {
	Props props `json:"props"`
}

// profile selects every control that applies, and then those that do not. OSCAL
// wants the plan to say of a control that it does not apply, and why; it cannot
// speak of a control that its profile does not have.
func (b *book) profile() profile {
	p := profile{UUID: b.documentID("profile"), Metadata: b.head(b.Lang.Tf("Wat van NEN 7510 geldt voor %s", "What of NEN 7510 applies to %s", b.Organisation.Name)), Merge: merge{AsIs: true}}
	p.Metadata.Remarks = text(b.Lang.T(
		"De eerste keuze is wat van toepassing is. De tweede is wat niet van toepassing is; daar staat bij waarom.",
		"The first selection is what applies. The second is what does not apply; the reason stands beside it."))
	var applies, excluded selection
	var marks modify
	for _, r := range b.rows {
		id := controlID(r.ID)
		if r.applies() {
			applies.WithIDs = append(applies.WithIDs, id)
			continue
		}
		excluded.WithIDs = append(excluded.WithIDs, id)
		var mark props
		mark.explain("applies", "no", b.reason(r))
		marks.Alters = append(marks.Alters, alter{id, []addition{{mark}}})
	}
	from := imported{Href: CatalogName}
	for _, s := range []selection{applies, excluded} {
		if len(s.WithIDs) > 0 {
			from.IncludeControls = append(from.IncludeControls, s)
		}
	}
	p.Imports = []imported{from}
	if len(marks.Alters) > 0 {
		p.Modify = &marks
	}
	return p
}

// reason is why the requirement applies or does not, in the organisation's words.
func (b *book) reason(r row) string { return r.WhyNot(r.answer.Reason).In(b.Lang) }
