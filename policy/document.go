// Package policy knows what a policy document is, keeps the published ones at
// hand, and publishes new versions. Start reading at [Document] and [Library].
package policy

import "github.com/prokken/prokken/cookie"

// Document is one policy. Section numbers are made when it is shown, the cookie
// table from Cookies.
type Document struct {
	Slug     string               `yaml:"slug" json:"slug"`
	Title    string               `yaml:"title" json:"title"`
	Intro    []Block              `yaml:"intro" json:"intro"`
	Cookies  []cookie.Declaration `yaml:"cookies,omitempty" json:"cookies,omitempty"`
	Sections []Section            `yaml:"sections" json:"sections"`
}

// Section has a heading, blocks, and perhaps sections of its own. Its anchor is
// given once and stays, whatever becomes of the title.
type Section struct {
	Anchor   string    `yaml:"anchor" json:"anchor"`
	Title    string    `yaml:"title" json:"title"`
	Blocks   []Block   `yaml:"blocks,omitempty" json:"blocks,omitempty"`
	Sections []Section `yaml:"sections,omitempty" json:"sections,omitempty"`
}

// Block is one of these, and only one.
type Block struct {
	Prose        Markdown     `yaml:"prose,omitempty" json:"prose,omitempty"`
	List         []Markdown   `yaml:"list,omitempty" json:"list,omitempty"`
	CookieTable  *CookieTable `yaml:"cookie_table,omitempty" json:"cookie_table,omitempty"`
	BrowserSteps []Browser    `yaml:"browser_steps,omitempty" json:"browser_steps,omitempty"`
	Related      *Related     `yaml:"related,omitempty" json:"related,omitempty"`
	Contact      *Contact     `yaml:"contact,omitempty" json:"contact,omitempty"`
}

// CookieTable prints the document's declarations.
type CookieTable struct {
	Caption string `yaml:"caption" json:"caption"`
}

// Browser tells where a browser keeps its cookie settings.
type Browser struct {
	Name  string `yaml:"name" json:"name"`
	Steps string `yaml:"steps" json:"steps"` // "Settings > Privacy"
}

// Related lists the site's other policies.
type Related struct {
	Intro string `yaml:"intro,omitempty" json:"intro,omitempty"`
}

// Contact tells whom to ask. The e-mail address comes from the configuration.
type Contact struct {
	Organisation string `yaml:"organisation" json:"organisation"`
	Person       string `yaml:"person,omitempty" json:"person,omitempty"`
	Phone        string `yaml:"phone,omitempty" json:"phone,omitempty"`
	Website      string `yaml:"website,omitempty" json:"website,omitempty"`
}
