package site_test

import (
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/program"
	"github.com/prokken/prokken/site"
)

// shipped are the policies as first shipped.
func shipped(t *testing.T) []policy.Document {
	t.Helper()
	var all []policy.Document
	for _, slug := range []string{"cookie-policy", "privacy-policy", "terms", "refund-policy"} {
		text, err := os.ReadFile("../content/" + slug + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		d, err := policy.ParseYAML(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d)
	}
	return all
}

// shippedEvidence is what they are checked against, when the facts are these.
func shippedEvidence(documents []policy.Document, facts claim.Program) claim.Evidence {
	return claim.Evidence{Site: []string{"Prokken"}, Cookies: documents[0].Cookies, Program: facts}
}

// TestShippedPoliciesSayWhatTheProgramDoes: every claim holds, and a fact that becomes another
// without its sentence makes a policy untrue. A fact that no sentence claims is not needed.
func TestShippedPoliciesSayWhatTheProgramDoes(t *testing.T) {
	documents := shipped(t)
	untrue := func(facts claim.Program) (all policy.FailedClaims) {
		for _, d := range documents {
			all = append(all, d.Check(shippedEvidence(documents, facts))...)
		}
		return all
	}
	if failed := untrue(site.Program()); len(failed) > 0 {
		t.Errorf("%v", failed)
	}
	other := map[string]claim.FactValue{"true": "false", "false": "true"}
	for _, fact := range program.Facts() {
		facts := site.Program()
		facts[fact.Name] = "31 minutes"
		if value, isBoolean := other[fact.Value]; isBoolean {
			facts[fact.Name] = value
		}
		if len(untrue(facts)) == 0 {
			t.Errorf("%s: no sentence says it", fact.Name)
		}
	}
}

// saysMore are the sentences about the program that the grammar does not read, in their order.
var saysMore = []string{
	"We store no location and no full IP address with it.",
	"Where an admin did something to your account and wrote why, you read that there too.",
	"They forget each one at most 5 minutes after it last asked for what is limited.",
	"We encrypt them, use them for that one audit, and put them in no report",
	"It holds no name, address, browser or account.",
	"Delete your account, and 7 days later it is gone.",
	"Payment records stay for 10 years more, and a log that no longer says where you were stays.",
	"**Your websites** — deleted 7 days after you delete them, and with your account.",
	"**Websites without a plan** — deleted 30 days after they were added.",
	"**Log-ins for an audit** — deleted 24 hours after you gave them.",
	"They go earlier when that audit ends, however it ends.",
	"**Looks at a website without an account** — deleted 7 days after they were asked for.",
	"**Reports of pages that we host** — deleted 90 days after we have dealt with them.",
	"**Answers to a question for consent** — kept for 3 years.",
	"With your account we erase the networks and browsers in it that are yours, " +
		"and the reasons that admins wrote about you.",
	"**Pictures in them** — kept of the last 20 audits.",
	"**Payment records** — deleted 10 years after your account.",
	"**Your customer record at Stripe** — deleted with your account.",
	"Every version we have published stays readable in English.",
	"Every version we have published stays readable in English.",
	"What you bought ends with a full refund.",
}

// TestProgramSentencesAreRecognized: of the sentences about the program, all but these are read.
func TestProgramSentencesAreRecognized(t *testing.T) {
	documents := shipped(t)
	var unread []string
	for _, d := range documents {
		for _, c := range d.Claims(shippedEvidence(documents, site.Program())) {
			isProgram := slices.ContainsFunc(c.Conditions, func(one claim.Condition) bool {
				_, is := one.(claim.Program)
				return is
			})
			if isProgram && !c.Recognized {
				unread = append(unread, c.Says)
			}
		}
	}
	if diff := cmp.Diff(saysMore, unread); diff != "" {
		t.Error(diff)
	}
}
