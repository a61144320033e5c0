package report

import "slices"

// Kind is what is wrong.
type Kind string

// The kinds of findings.
const (
	Undeclared       Kind = "undeclared"                // a cookie that the policy does not have
	NeverSeen        Kind = "never-seen"                // declared, and not met
	WrongAttribute   Kind = "wrong-attribute"           // not as declared
	LivesLonger      Kind = "lives-longer"              // than declared
	ThirdPartyFound  Kind = "third-party"               // another site is asked, and not declared
	BeforeConsent    Kind = "optional-before-consent"   // an optional cookie without a yes
	AfterWithdrawal  Kind = "optional-after-withdrawal" // an optional cookie that outlives the yes
	CannotWithdraw   Kind = "no-way-back"               // a yes cannot be taken back
	RefusingHarder   Kind = "refusing-harder"           // than agreeing
	StoredFound      Kind = "stored"                    // kept in the browser, no cookie, not declared
	ClaimFails       Kind = "claim-fails"
	ClaimUnseen      Kind = "claim-unseen"
	PageTrouble      Kind = "page-trouble"      // a page that did not answer as it should
	Forged           Kind = "forged"            // the policy's document is not the one that was signed
	ToldApart        Kind = "told-apart"        // a browser that says it audits sees another site
	FewerChecks      Kind = "fewer-checks"      // the policy checks less than the version before
	PrintedOtherwise Kind = "printed-otherwise" // the policy's page says something else than the policy
)

// Severity is how bad it is.
type Severity string

// The severities.
const (
	High   Severity = "high"   // the policy does not tell the truth
	Medium Severity = "medium" // it may mislead
	Low    Severity = "low"    // good to know
)

// Finding is one thing that is not as the policy says: what, where, how bad, and
// how to mend it. Kind, Subject and Detail tell findings of two audits apart or
// alike.
type Finding struct {
	Kind     Kind     `json:"kind"`
	Severity Severity `json:"severity"`
	Subject  string   `json:"subject"`          // the cookie's name, the host, the sentence, the address
	Detail   string   `json:"detail,omitempty"` // the attribute, the store
	What     string   `json:"what"`             // a sentence
	Mend     string   `json:"mend"`             // a sentence
	Seen     []Where  `json:"seen,omitempty"`
}

// Key is the same for the same finding of another audit.
func (f Finding) Key() string { return string(f.Kind) + " " + f.Subject + " " + f.Detail }

func (r Report) any(s Severity) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Severity == s })
}

// NewSince are the findings that the report before did not have.
func (r Report) NewSince(before Report) []Finding { return missing(r.Findings, before.Findings) }

// GoneSince are the findings that only the report before had.
func (r Report) GoneSince(before Report) []Finding { return missing(before.Findings, r.Findings) }

func missing(from, in []Finding) []Finding {
	known := map[string]bool{}
	for _, f := range in {
		known[f.Key()] = true
	}
	return slices.DeleteFunc(slices.Clone(from), func(f Finding) bool { return known[f.Key()] })
}
