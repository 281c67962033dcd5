package soafile

import (
	"regexp"

	"aantoonbaar/internal/i18n"
	"aantoonbaar/internal/workbook"
)

// A Kind is what a column holds.
type Kind string

// The kinds of columns. A column of another kind is not read.
const (
	NumberColumn      Kind = "number"
	NormColumn        Kind = "norm" // of which norm or part the number is
	TitleColumn       Kind = "title"
	AppliesColumn     Kind = "applies"
	ExcludedColumn    Kind = "excluded"
	ReasonColumn      Kind = "reason"
	BecauseColumn     Kind = "because" // marked when the reason in its heading holds: "LR", "BR/BP"
	StatusColumn      Kind = "status"  // one answer for all three levels
	MaturityColumn    Kind = "maturity"
	DesignColumn      Kind = "design"
	ExistenceColumn   Kind = "existence"
	OperationColumn   Kind = "operation"
	DesignOnColumn    Kind = "design-on"
	ExistenceOnColumn Kind = "existence-on"
	OperationOnColumn Kind = "operation-on"
	YesColumn         Kind = "yes" // marked when the answer is yes
	PartlyColumn      Kind = "partly"
	NoColumn          Kind = "no"
	NotApplicableMark Kind = "not-applicable"
	AppliesYesColumn  Kind = "applies-yes"
	AppliesNoColumn   Kind = "applies-no"
	ExplanationColumn Kind = "explanation"
	EvidenceColumn    Kind = "evidence"
	OwnerColumn       Kind = "owner"
	OnColumn          Kind = "on"
	ReviewColumn      Kind = "review"
	TargetColumn      Kind = "target"
)

// Name says what the column is taken for.
func (k Kind) Name() i18n.Text {
	switch k {
	case NumberColumn:
		return i18n.T("Nummer", "Number")
	case NormColumn:
		return i18n.T("Norm", "Standard")
	case TitleColumn:
		return i18n.T("Titel (nemen wij niet over)", "Title (we do not take it)")
	case AppliesColumn, AppliesYesColumn, AppliesNoColumn:
		return i18n.T("Van toepassing", "Applicable")
	case ExcludedColumn, NotApplicableMark:
		return i18n.T("Niet van toepassing", "Not applicable")
	case ReasonColumn, BecauseColumn:
		return i18n.T("Reden", "Reason")
	case StatusColumn, YesColumn, PartlyColumn, NoColumn:
		return i18n.T("Stand van zaken", "State")
	case MaturityColumn:
		return i18n.T("Volwassenheid", "Maturity")
	case DesignColumn, DesignOnColumn:
		return i18n.T("Opzet", "Design")
	case ExistenceColumn, ExistenceOnColumn:
		return i18n.T("Bestaan", "Existence")
	case OperationColumn, OperationOnColumn:
		return i18n.T("Werking", "Operation")
	case ExplanationColumn:
		return i18n.T("Uitleg", "Explanation")
	case EvidenceColumn:
		return i18n.T("Bewijs", "Evidence")
	case OwnerColumn:
		return i18n.T("Eigenaar", "Owner")
	case OnColumn:
		return i18n.T("Dag van het antwoord", "Day of the answer")
	case ReviewColumn:
		return i18n.T("Opnieuw bekijken", "Look again")
	case TargetColumn:
		return i18n.T("Streefdatum", "Target date")
	}
	return i18n.T("Niet gelezen", "Not read")
}

// A headingRule recognises one kind of column by its heading.
type headingRule struct {
	kind    Kind
	heading *regexp.Regexp
}

func h(kind Kind, pattern string) headingRule { return headingRule{kind, regexp.MustCompile(pattern)} }

// headings recognises columns by their headings, in lower case, without accents
// and punctuation. The first rule that fits wins, so that "reden niet van
// toepassing" is a reason and "review date" is not just any date.
var headings = []headingRule{
	h("", `^(vastgelegd bewijs|evidence on record)$`), // of our own files: names of records, not text
	h(NumberColumn, `^(nr|no|nummer|number|id|code|ref|refnr|reference|referentie|control (no|nr|number|id|ref|reference|code)|(maatregel|beheersmaatregel|norm|paragraaf|artikel) ?(nr|no|nummer|id|code)|(annex|bijlage) a( .{0,30})?|(iso|iec|nen|en)( .{0,30})?(2700[12]|7510)( .{0,20})?|clause( .{0,12})?|paragraaf|artikel|section|hoofdstuk|normelement|control id.*)$`),
	h(DesignOnColumn, `^(opzet|design) (op|datum|on|date|dag|day)$|^(datum|dag|date|day)( of| van)? (opzet|design)$`),
	h(ExistenceOnColumn, `^(bestaan|existence) (op|datum|on|date|dag|day)$|^(datum|dag|date|day)( of| van)? (bestaan|existence)$`),
	h(OperationOnColumn, `^(werking|operation) (op|datum|on|date|dag|day)$|^(datum|dag|date|day)( of| van)? (werking|operation)$`),
	h(BecauseColumn, `^(lr|co|br|bp|br bp|rra|rr|la|ra|wet|wetgeving|contract(uele? .*)?|legal( requirements?)?|contractual( .*)?|business requirements?( .*)?|best practices?|risicoanalyse|risicobeoordeling|risk assessment|results? of risk assessment)$`),
	h(ReasonColumn, `reden|reason|justif|motiv|onderbouw|rational|waarom|\bwhy\b|argument|verantwoording`),
	h(ReviewColumn, `\breview( (date|datum|on|before|due)|$)|reviewdatum|next review|herbeoordel|herzien|evaluatie ?datum|evaluation date|opnieuw bekijken|look again|volgende (controle|beoordeling|review)`),
	h(TargetColumn, `streefdatum|deadline|\bdue\b|target|planned|gepland|planning|gereed op|einddatum|uiterlijk`),
	h(OnColumn, `\b(datum|date|peildatum|dag|day)\b|^laatst|^last (updated|assessed|checked)|datum$`),
	h(OwnerColumn, `eigenaar|owner|verantwoordelijk|responsib|accountable|actiehouder|\bhouder\b|reviewer`),
	h(ExplanationColumn, `toelicht|opmerk|uitleg|invulling|uitwerking|\bhoe\b|\bhow\b|comment|remark|\bnotes?\b|notitie|explanation|bevinding|finding|huidige situatie|current (situation|state description)|(implementation|implementatie) ?(description|detail|method|beschrijving|approach|guidance)|beschrijving (van )?(de )?(implementatie|invulling|inrichting)|\bgap\b`),
	h(EvidenceColumn, `bewijs|evidence|vindplaats|documentat|reference document|documenten?$|^documents?|verwijzing|registratie|\brecords?\b|\blinks?\b|\bwaar\b|\bwhere\b|locati|policy reference|procedure`),
	h(StatusColumn, `^(current|existing) controls?$|^huidige (beheers)?maatregel(en)?$`),
	h(TitleColumn, `doelstelling|objective|(control|maatregel|norm)(tekst| text| description| omschrijving)`),
	h(DesignColumn, `\bopzet\b|\bdesign\b`),
	h(ExistenceColumn, `\bbestaan\b|\bexistence\b`),
	h(OperationColumn, `\bwerking\b|\boperation\b|operating|effectiveness|\beffectiviteit\b`),
	h(ExcludedColumn, `^(uitgesloten|excluded|exclusions?|uitsluiting)$`),
	h(AppliesColumn, `van toepassing|toepasselijk|toepasbaar|applicab|\bapplies\b|\bgeldt\b|in scope|^scope$|included|inclusion|opgenomen|^vvt$|geselecteerd|selected|^tvt$|^va$`),
	h(MaturityColumn, `volwassenheid|maturity|\bcmmi?\b|rijpheid|^(niveau|level|score)$`),
	h(StatusColumn, `status|stand van zaken|geimplementeerd|implement|ingericht|ingevoerd|voldoet|complian|conform|gerealiseerd|realisatie|gereed|resultaat|^result|beoordeling|oordeel|percentage|voortgang|progress|^%|% ?$|in place|aanwezig|\bdone\b`),
	h(NormColumn, `^(norm|standard|standaard|deel|part|bron|source|framework|kader|normenkader)$`),
	h(TitleColumn, `titel|title|naam|\bname\b|onderwerp|subject|maatregel|control|omschrijving|beschrijving|description|tekst|\btext\b|requirement|\beis\b|measure|thema|theme`),
}

// marks recognises columns that are marked with a cross. They count only when
// two of them stand side by side: a single "implemented" is a column of answers.
var marks = []headingRule{
	h(NotApplicableMark, `^(nvt|n v t|niet van toepassing|not applicable|n a|na)$`),
	h(PartlyColumn, `^(deels|gedeeltelijk|partly|partial|partially|partially implemented|gedeeltelijk geimplementeerd|deels geimplementeerd|in progress|in uitvoering)$`),
	h(NoColumn, `^(nee|n|no|not implemented|niet geimplementeerd|niet|open)$`),
	h(YesColumn, `^(ja|j|yes|y|implemented|fully implemented|geimplementeerd|volledig|volledig geimplementeerd|voldoet)$`),
}

// kindOfHeading returns what a heading announces, or "".
func kindOfHeading(text string, rules []headingRule) Kind {
	text = workbook.PlainWords(text)
	if text == "" || len(text) > 90 {
		return ""
	}
	for _, r := range rules {
		if r.heading.MatchString(text) {
			return r.kind
		}
	}
	return ""
}
