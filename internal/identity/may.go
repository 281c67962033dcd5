package identity

import (
	"slices"

	"aantoonbaar/internal/i18n"
)

// An Action is something that an actor may or may not do. Every route and every
// service method names one.
type Action string

// The actions.
const (
	Read           Action = "read"            // see the organisation's profile, answers, evidence, plan and board page
	ReadHistory    Action = "read-history"    // see who changed what and when
	Answer         Action = "answer"          // answer the quick scan and the requirements
	Evidence       Action = "evidence"        // add, link and withdraw evidence
	Erase          Action = "erase-evidence"  // erase evidence and names, and keep evidence from being erased
	Plan           Action = "plan"            // make and change improvement actions
	EditProfile    Action = "edit-profile"    // change the profile, and so which duties apply
	Import         Action = "import"          // bring in an existing statement of applicability
	Ask            Action = "ask"             // send a colleague a link with one question
	Export         Action = "export"          // take data out in a file
	PrepareBoard   Action = "prepare-board"   // write the board's sentence, put decisions to it
	Sign           Action = "sign"            // approve plan and measures as the board
	Training       Action = "training"        // record certificates of training
	ManagePeople   Action = "manage-people"   // invite people, change roles, end access
	ReportIncident Action = "report-incident" // report that something happened
	SeeIncidents   Action = "see-incidents"   // see incidents and what they ask
	HandleIncident Action = "handle-incident" // take incidents on, decide on them, close them
	SeeAssessment  Action = "see-assessment"  // see independent assessments; an assessor, the own one
	Commission     Action = "commission"      // agree on an independent assessment, respond to its findings
	Assess         Action = "assess"          // carry out the assessment for which one was let in
	PlanAudits     Action = "plan-audits"     // make the internal audit programme and its rounds
	CarryOutAudit  Action = "carry-out-audit" // judge in an audit round that was given to one, or whatever one owns
	KeepContinuity Action = "keep-continuity" // keep processes, systems, downtime cards, restore tests and outages
	SeeTraining    Action = "see-training"    // see by name who followed which training
	KeepTraining   Action = "keep-training"   // keep trainings, who they are for, and who was there
	SayFollowed    Action = "say-followed"    // say oneself that one read a text or did an e-learning
	SeeReceived    Action = "see-received"    // see the dossiers that others gave
	LeadExercise   Action = "lead-exercise"   // plan, lead and report exercises in which one has no other part
	JoinExercise   Action = "join-exercise"   // play or observe in an exercise, where one has a part
	SeeLogReview   Action = "see-log-review"  // see plan, rounds and reports of log review, in numbers
	ReviewLogs     Action = "review-logs"     // bring access logs in, judge who looked without a reason, and see names for that
	SelfOnly       Action = "self"            // one's own account, sessions and means of sign-in
	AnswerAsked    Action = "answer-asked"    // answer the one question of a link
)

// Actions lists every action, with what people call it.
var Actions = []struct {
	Action Action
	Name   i18n.Text
}{
	{Read, i18n.T("alles van de organisatie bekijken", "see everything of the organisation")},
	{ReadHistory, i18n.T("de geschiedenis bekijken", "see the history")},
	{Answer, i18n.T("vragen en maatregelen invullen", "answer questions and measures")},
	{Evidence, i18n.T("bewijs toevoegen en koppelen", "add and link evidence")},
	{Erase, i18n.T("bewijs en namen wissen, of bewijs vastzetten zodat het blijft", "erase evidence and names, or hold evidence so that it stays")},
	{Plan, i18n.T("verbeteracties maken en wijzigen", "make and change improvement actions")},
	{Ask, i18n.T("een collega een vraag sturen", "send a colleague a question")},
	{Import, i18n.T("een bestaande verklaring inlezen", "import an existing statement")},
	{Export, i18n.T("gegevens als bestand meenemen", "take data out in a file")},
	{EditProfile, i18n.T("het profiel wijzigen", "change the profile")},
	{PrepareBoard, i18n.T("besluiten voor het bestuur voorbereiden", "prepare decisions for the board")},
	{Sign, i18n.T("als bestuur goedkeuren en ondertekenen", "approve and sign as the board")},
	{Training, i18n.T("certificaten van scholing vastleggen", "record certificates of training")},
	{ManagePeople, i18n.T("mensen uitnodigen en rollen geven", "invite people and give roles")},
	{ReportIncident, i18n.T("een incident melden", "report an incident")},
	{SeeIncidents, i18n.T("incidenten bekijken", "see incidents")},
	{HandleIncident, i18n.T("incidenten oppakken, beoordelen en afsluiten", "take on, judge and close incidents")},
	{SeeAssessment, i18n.T("onafhankelijke beoordelingen bekijken", "see independent assessments")},
	{Commission, i18n.T("een onafhankelijke beoordeling afspreken en op bevindingen reageren", "agree on an independent assessment and respond to findings")},
	{Assess, i18n.T("een onafhankelijke beoordeling uitvoeren en ondertekenen", "carry out and sign an independent assessment")},
	{PlanAudits, i18n.T("het auditprogramma maken en wijzigen", "make and change the audit programme")},
	{CarryOutAudit, i18n.T("oordelen in een auditronde die u is gegeven, of over wat van u is", "judge in an audit round that was given to you, or on what is yours")},
	{KeepContinuity, i18n.T("continuïteit bijhouden: processen, systemen, noodkaarten, hersteltests en uitval", "keep continuity: processes, systems, downtime cards, restore tests and outages")},
	{SeeTraining, i18n.T("op naam bekijken wie welke scholing volgde", "see by name who followed which training")},
	{KeepTraining, i18n.T("scholing bijhouden: voor wie, en wie erbij was", "keep trainings: for whom, and who was there")},
	{SayFollowed, i18n.T("zelf zeggen dat u een tekst las of een e-learning deed", "say yourself that you read a text or did an e-learning")},
	{SeeReceived, i18n.T("ontvangen dossiers van anderen bekijken", "see dossiers received from others")},
	{LeadExercise, i18n.T("oefeningen plannen, leiden en er verslag van doen", "plan, lead and report exercises")},
	{JoinExercise, i18n.T("meespelen of waarnemen in een oefening waarin u een rol heeft", "play or observe in an exercise in which you have a part")},
	{SeeLogReview, i18n.T("plan, rondes en verslagen van de logcontrole bekijken, in aantallen", "see plan, rounds and reports of log review, in numbers")},
	{ReviewLogs, i18n.T("logs inlezen, beoordelen wie zonder reden in een dossier keek, en daarvoor namen zien", "bring logs in, judge who looked at a record without a reason, and see names for that")},
	{SelfOnly, i18n.T("het eigen account beheren", "manage one's own account")},
	{AnswerAsked, i18n.T("de ene gestelde vraag beantwoorden", "answer the one question asked")},
}

// Name returns what people call the action, to follow "may".
func (a Action) Name() i18n.Text {
	for _, x := range Actions {
		if x.Action == a {
			return x.Name
		}
	}
	return i18n.Same(string(a))
}

// Table is every permission there is: what it does not list is refused.
//
// The board member reads everything and signs, and answers nothing: who signs
// has not written what is signed. The privacy officer advises and works along,
// and does not decide who gets in. Everybody who belongs may audit what others did,
// once that is given to them; the best internal auditor is a reader. The assessor sees the own assessment, changes
// nothing of the organisation, and reads it as it stood: see [Then].
var Table = map[Role][]Action{
	Administrator:   {Read, ReadHistory, SeeAssessment, SeeReceived, Answer, Evidence, Plan, Ask, Import, Export, EditProfile, PrepareBoard, Training, ManagePeople, Erase, Commission, PlanAudits, CarryOutAudit, KeepContinuity, SeeTraining, KeepTraining, LeadExercise, JoinExercise, SayFollowed, ReportIncident, SeeIncidents, HandleIncident, SeeLogReview, ReviewLogs, SelfOnly},
	SecurityOfficer: {Read, ReadHistory, SeeAssessment, SeeReceived, Answer, Evidence, Plan, Ask, Import, Export, EditProfile, PrepareBoard, Training, Commission, PlanAudits, CarryOutAudit, KeepContinuity, SeeTraining, KeepTraining, LeadExercise, JoinExercise, SayFollowed, ReportIncident, SeeIncidents, HandleIncident, SeeLogReview, ReviewLogs, SelfOnly},
	PrivacyOfficer:  {Read, ReadHistory, SeeAssessment, SeeReceived, Answer, Evidence, Plan, Ask, Export, CarryOutAudit, KeepContinuity, SeeTraining, KeepTraining, LeadExercise, JoinExercise, SayFollowed, ReportIncident, SeeIncidents, HandleIncident, SeeLogReview, ReviewLogs, SelfOnly},
	Contributor:     {Read, ReadHistory, SeeAssessment, SeeReceived, Answer, Evidence, Plan, Ask, CarryOutAudit, KeepContinuity, SeeTraining, KeepTraining, LeadExercise, JoinExercise, SayFollowed, ReportIncident, SelfOnly},
	BoardMember:     {Read, ReadHistory, SeeAssessment, SeeReceived, Export, Sign, Training, Commission, CarryOutAudit, JoinExercise, SayFollowed, ReportIncident, SeeIncidents, SeeLogReview, SelfOnly},
	Reader:          {Read, SeeAssessment, SeeReceived, CarryOutAudit, JoinExercise, SayFollowed, ReportIncident, SelfOnly},
	Assessor:        {SeeAssessment, Assess, SelfOnly},
}

// Then is what a role may on an earlier day besides what [Table] gives it. The
// assessor reads nothing but the situation that is assessed: the page of today is
// not what was agreed to be judged. internal/app decides which day that is.
var Then = map[Role][]Action{
	Assessor: {Read, ReadHistory},
}

// reading is what one may do on an earlier day: nothing that changes anything.
var reading = []Action{Read, ReadHistory, SeeAssessment, SeeIncidents, SeeReceived, SeeTraining, SeeLogReview, Export}

// feeding is what a calendar feed may, as far as the role of its person may: what
// the calendar of an organisation is made of.
var feeding = []Action{Read, SeeIncidents, SeeAssessment, SeeLogReview}

// May decides. A link for one question may answer that question and nothing
// else; the program's own jobs and the machine's operator may do what an
// administrator may. One's own account belongs to no organisation: whoever has
// signed in may manage it, with a role somewhere or without. Whoever looks at an
// earlier day may do no more than the role allows, and read only.
func May(a Actor, act Action) bool {
	if a.Past && !slices.Contains(reading, act) {
		return false
	}
	if act == SelfOnly {
		return a.Credential == Session && a.Person != ""
	}
	if a.Org == "" {
		return false
	}
	switch a.Credential {
	case Session:
		return a.Role.May(act) || a.Past && slices.Contains(Then[a.Role], act)
	case Feed:
		return slices.Contains(feeding, act) && a.Role.May(act)
	case AskLink:
		return act == AnswerAsked && a.About != ""
	case System, Operator:
		return Administrator.May(act)
	}
	return false
}

// May tells whether the role may do act, for who has signed in.
func (r Role) May(act Action) bool { return slices.Contains(Table[r], act) }

// Who returns the roles that may do act, in the order of Roles.
func Who(act Action) []Role {
	var who []Role
	for _, r := range Roles {
		if r.May(act) {
			who = append(who, r)
		}
	}
	return who
}
