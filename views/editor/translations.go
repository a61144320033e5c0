package editor

import (
	"slices"
	"strings"

	"github.com/a-h/templ"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/display"
	legalview "github.com/prokken/prokken/views/legal"
)

// Translations are a policy's languages as whoever translates it sees them.
type Translations struct {
	Place
	Policy *site.Version
	Rows   []TranslationRow
	Notice string
}

// TranslationRow is one language: how much of it is done, and what is public.
type TranslationRow struct {
	Draft    translation.Draft
	Public   *translation.Translated // what readers see now; nil: nothing is published
	Upcoming []UpcomingTranslation
}

// UpcomingTranslation says of a scheduled version whether a translation of it is published.
type UpcomingTranslation struct {
	Version    *site.Version
	IsPrepared bool
}

// Translation returns where the draft in a language is edited; act is "" or what is done with it.
func (p Place) Translation(d translation.Draft, act string) templ.SafeURL {
	address := p.Act("translations/" + d.Language.Code)
	if act != "" {
		address += templ.SafeURL("/" + act)
	}
	return address
}

// TranslationOf returns where the draft is edited as one of the version with the number.
func (p Place) TranslationOf(d translation.Draft, act string, number int64) templ.SafeURL {
	return p.Translation(d, act) + templ.SafeURL("?version="+display.Number(number))
}

// InLanguageHref returns where everyone reads the policy in the language.
func (p Place) InLanguageHref(language policy.Language) templ.SafeURL {
	return templ.SafeURL(views.Paths(p.Public).PolicyIn(p.Slug, language.Code))
}

// TranslationForm is where a policy is translated. Typed and Fit are what was
// typed and could not be saved; nil for what is saved.
type TranslationForm struct {
	Place
	Draft   translation.Draft
	Typed   policy.Words
	Fit     []string
	Read    *site.Version // what was typed is about this version, no longer in effect; nil else
	Theirs  policy.Words  // what someone else saved meanwhile
	File    string        // the file that could not be read
	Invalid validation.Errors
	Notice  string
	Problem string
}

// textGroup is what stands under one heading.
type textGroup struct {
	Title, Anchor string
	Fields        []textField
}

// textField is one text with what is typed for it.
type textField struct {
	policy.Text
	Label, Typed, Theirs, Error string
	Fits                        bool
	IsSuggested                 bool // nobody typed the words
}

func (f textField) id() string { return "text-" + f.Key }

func (f textField) describedBy() string {
	if f.Error != "" {
		return f.id() + "-source " + f.id() + "-error"
	}
	return f.id() + "-source"
}

// rows are enough for a text as long as the source.
func (f textField) rows() string {
	return display.Number(int64(min(max(len(f.Source)/48+1, 2), 14)))
}

// groups are the texts under the headings of the policy.
func (f TranslationForm) groups() []textGroup {
	d := f.Draft.Policy.Document
	fields, labels := map[string]textField{}, d.Labels()
	for _, text := range f.Draft.Texts {
		fields[text.Key] = f.field(text, labels[text.Key])
	}
	groups := []textGroup{
		groupOf("Title and introduction", "start", policy.Document{Title: d.Title, Intro: d.Intro}, fields),
		groupOf("The cookies", "cookies", policy.Document{Cookies: d.Cookies}, fields),
	}
	var walk func([]policy.Section)
	walk = func(sections []policy.Section) {
		for _, s := range sections {
			alone := policy.Section{Anchor: s.Anchor, Title: s.Title, Blocks: s.Blocks}
			groups = append(
				groups,
				groupOf(s.Title, "section-"+s.Anchor, policy.Document{Sections: []policy.Section{alone}}, fields),
			)
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	return slices.DeleteFunc(groups, func(g textGroup) bool { return len(g.Fields) == 0 })
}

func groupOf(title, anchor string, part policy.Document, fields map[string]textField) textGroup {
	group := textGroup{Title: title, Anchor: anchor}
	words, order := part.Words()
	for _, key := range order {
		if field, known := fields[key]; known && words[key] != "" {
			group.Fields = append(group.Fields, field)
		}
	}
	return group
}

func (f TranslationForm) field(text policy.Text, label string) textField {
	field := textField{
		Text:  text,
		Typed: text.Proposed(),
		Label: label,
		Error: f.Invalid[text.Key],

		IsSuggested: f.Typed == nil && text.Words == "" && text.Suggested != "",
	}
	if f.Typed != nil {
		field.Typed, field.Fits = f.Typed[text.Key], slices.Contains(f.Fit, text.Key)
	}
	if theirs := f.Theirs[text.Key]; theirs != strings.TrimSpace(field.Typed) {
		field.Theirs = theirs
	}
	if before := f.before(text.Key); before != "" && before != text.Source && field.Typed != "" {
		field.Before, field.Error = before, "This text changed while you typed. Please check that your translation still fits."
	}
	return field
}

// before is what the text said where the words were typed.
func (f TranslationForm) before(key string) string {
	if f.Read == nil {
		return ""
	}
	words, _ := f.Read.Document.Words()
	return words[key]
}

// homeless is what was typed for texts that are no longer in the policy.
func (f TranslationForm) homeless() []string {
	if f.Read == nil {
		return nil
	}
	now, _ := f.Draft.Policy.Document.Words()
	var texts []string
	for _, key := range f.Typed.Keys() {
		if now[key] == "" && strings.TrimSpace(f.Typed[key]) != "" {
			texts = append(texts, f.Typed[key])
		}
	}
	return texts
}

// atFault are the fields that have to be corrected.
func (f TranslationForm) atFault() []textField {
	var fields []textField
	for _, group := range f.groups() {
		for _, field := range group.Fields {
			if field.Error != "" {
				fields = append(fields, field)
			}
		}
	}
	return fields
}

func (f TranslationForm) language() templ.Attributes { return views.AttributesOf(f.Draft.Language) }

// TranslationPreview is a draft as it would be read.
type TranslationPreview struct {
	Place
	Draft   translation.Draft
	Policy  legalview.Policy
	Notice  string
	Problem string
	Confirm ConfirmTranslation
}

// ConfirmTranslation is where somebody confirms that sentences say what the original says. Own
// says that the reader saved the words last, Alone that there is no other admin. The rest is what
// was chosen and typed, and could not be taken.
type ConfirmTranslation struct {
	Own, Alone bool
	Keys       []string
	Reason     string
	Invalid    validation.Errors
}

// reasonHint says why one line is asked for.
func (v TranslationPreview) reasonHint() string {
	if v.Customer {
		return "The public record keeps it, with your word for these sentences."
	}
	return "There is no other admin who could look at them. The record keeps your reason."
}

// unconfirmedSentences say how many sentences of the draft bear no mark for want of somebody's word.
func unconfirmedSentences(n int) string {
	if n == 1 {
		return "One sentence nobody has confirmed"
	}
	return display.Number(int64(n)) + " sentences nobody has confirmed"
}

func doneOf(d translation.Draft) string {
	return display.Number(int64(d.Done())) + " of " + display.Number(int64(len(d.Texts))) + " done"
}
