package block

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// BrowserSteps tells where browsers keep their cookie settings.
type BrowserSteps []Browser

// Browser tells where one of them does.
type Browser struct {
	Name  string `json:"name"`
	Steps string `json:"steps"` // "Settings > Privacy"
}

var _ = register(Kind{
	Name: "browser_steps", Position: 60, Menu: 60, Label: "Browser steps",
	Hint: "Where browsers keep their cookie settings.",
	Schema: `{ "type": "array", "minItems": 1, "items": {
		"type": "object",
		"required": ["name", "steps"],
		"additionalProperties": false,
		"properties": { "name": { "$ref": "#/$defs/text" }, "steps": { "$ref": "#/$defs/text" } }
	} }`,
	Form:    browserForm,
	Read:    readBrowsers,
	Example: BrowserSteps{{"Firefox", "Settings > Privacy"}, {"Safari", "Preferences > Privacy"}},
})

func browserForm(m form.Maker, _ []cookie.Declaration) []form.Field {
	return m.Rows("name", func(i int) form.Field {
		return form.Field{Label: fmt.Sprintf("Browser %d", i+1), Fields: []form.Field{
			m.Text(form.Row("name", i), "Name", ""),
			m.Text(form.Row("steps", i), "Steps", "Like Settings > Privacy > Cookies."),
		}}
	})
}

func readBrowsers(v url.Values) (Content, form.Problems) {
	browsers := form.ReadRows(v, "name", func(i int) Browser {
		return Browser{form.Line(v, form.Row("name", i)), form.Line(v, form.Row("steps", i))}
	})
	return BrowserSteps(browsers), unreadRows(v, "name", "steps")
}

// unreadRows says what is wrong with the rows as a whole.
func unreadRows(v url.Values, names ...string) form.Problems {
	problems := form.Problems{}
	if problem := form.UnreadRows(v, names...); problem != "" {
		problems[form.Whole] = problem
	}
	return problems
}

// Name implements [Content].
func (b BrowserSteps) Name() string { return b[0].Name }

// Texts implements [Content].
func (b BrowserSteps) Texts() []Text {
	var texts []Text
	for i, browser := range b {
		texts = append(texts, label(rowText("name", i, browser.Name)), label(rowText("steps", i, browser.Steps)))
	}
	return texts
}

// Problem implements [Content].
func (b BrowserSteps) Problem() string { return "" }

// Lines implements [Content].
func (b BrowserSteps) Lines([]cookie.Declaration) []Line {
	lines := make([]Line, len(b))
	for i, browser := range b {
		lines[i] = Line{Label: browser.Name, Text: browser.Steps}
	}
	return lines
}

// Translate implements [Content]. Browsers are called the same in every language.
func (b BrowserSteps) Translate(visit Visit) Content {
	b = slices.Clone(b)
	for i := range b {
		b[i].Steps = visit(strconv.Itoa(i+1), "Steps in "+b[i].Name, b[i].Steps)
	}
	return b
}

// Values implements [Content].
func (b BrowserSteps) Values() url.Values {
	v := url.Values{}
	for i, browser := range b {
		form.SetAll(v, form.Row("name", i), browser.Name, form.Row("steps", i), browser.Steps)
	}
	return v
}
