package block

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// ThirdParties names who else takes part.
type ThirdParties []ThirdParty

// ThirdParty is somebody else who takes part: for what, and where they say what they do.
type ThirdParty struct {
	Name    string `json:"name"`
	Purpose string `json:"purpose"`
	Policy  string `json:"policy,omitempty"` // https://
}

var _ = register(Kind{
	Name: "third_parties", Position: 70, Menu: 70, Label: "Third parties", Hint: "Who else takes part, and for what.",
	Schema: `{ "type": "array", "minItems": 1, "items": {
		"type": "object",
		"required": ["name", "purpose"],
		"additionalProperties": false,
		"properties": {
			"name": { "$ref": "#/$defs/text" },
			"purpose": { "$ref": "#/$defs/text" },
			"policy": { "$ref": "#/$defs/https" }
		}
	} }`,
	Form:    partyForm,
	Read:    readParties,
	Example: ThirdParties{{"Stripe", "Payments", "https://stripe.com/privacy"}, {Name: "A host", Purpose: "Servers"}},
})

func partyForm(m form.Maker, _ []cookie.Declaration) []form.Field {
	return m.Rows("name", func(i int) form.Field {
		return form.Field{Label: fmt.Sprintf("Third party %d", i+1), Fields: []form.Field{
			m.Text(form.Row("name", i), "Name", ""),
			m.Text(form.Row("purpose", i), "What they do for you", ""),
			m.Text(form.Row("policy", i), "Their policy (optional)", "An address with https://."),
		}}
	})
}

func readParties(v url.Values) (Content, form.Problems) {
	parties := form.ReadRows(v, "name", func(i int) ThirdParty {
		return ThirdParty{
			Name:    form.Line(v, form.Row("name", i)),
			Purpose: form.Line(v, form.Row("purpose", i)),
			Policy:  form.Line(v, form.Row("policy", i)),
		}
	})
	return ThirdParties(parties), unreadRows(v, "name", "purpose", "policy")
}

// Name implements [Content].
func (t ThirdParties) Name() string { return t[0].Name }

// Texts implements [Content].
func (t ThirdParties) Texts() []Text {
	var texts []Text
	for i, party := range t {
		texts = append(texts, label(rowText("name", i, party.Name)), rowText("purpose", i, party.Purpose))
	}
	return texts
}

// Problem implements [Content].
func (t ThirdParties) Problem() string {
	isWrong := func(p ThirdParty) bool { return p.Policy != "" && !wording.IsAddress(p.Policy) }
	if slices.ContainsFunc(t, isWrong) {
		return "The address of a third party's policy starts with https:// and has no blanks."
	}
	return ""
}

// Lines implements [Content].
func (t ThirdParties) Lines([]cookie.Declaration) []Line {
	var lines []Line
	for _, p := range t {
		lines = append(lines, Line{Label: p.Name, Text: p.Purpose}, Line{Label: "Policy of " + p.Name, Text: p.Policy})
	}
	return lines
}

// Translate implements [Content]. Names stay.
func (t ThirdParties) Translate(visit Visit) Content {
	t = slices.Clone(t)
	for i := range t {
		t[i].Purpose = visit(strconv.Itoa(i+1), "Purpose of "+t[i].Name, t[i].Purpose)
	}
	return t
}

// Values implements [Content].
func (t ThirdParties) Values() url.Values {
	v := url.Values{}
	for i, p := range t {
		form.SetAll(v, form.Row("name", i), p.Name, form.Row("purpose", i), p.Purpose, form.Row("policy", i), p.Policy)
	}
	return v
}
