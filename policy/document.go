// Package policy knows what a policy document is: its blocks, its claims, how two
// documents differ, and the signed record of a version. It is pure: it knows no
// database, no site and no HTTP, and anything may call it. What is bound to one site
// stands in the package site. Start reading at [Document].
package policy

import (
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/wording"
)

// Document is one policy. Section numbers are made when it is shown; the cookie
// table and the security properties from Cookies.
type Document struct {
	Slug     string               `yaml:"slug" json:"slug"`
	Title    string               `yaml:"title" json:"title"`
	Intro    []Block              `yaml:"intro,omitempty" json:"intro,omitempty"`
	Cookies  []cookie.Declaration `yaml:"cookies,omitempty" json:"cookies,omitempty"`
	Sections []Section            `yaml:"sections,omitempty" json:"sections,omitempty"`
}

// Section has a heading, blocks, and perhaps sections of its own. Its anchor is
// what it is known by: given once, and never given to another, whatever becomes
// of the title.
type Section struct {
	Anchor   string    `yaml:"anchor" json:"anchor"`
	Title    string    `yaml:"title" json:"title"`
	Blocks   []Block   `yaml:"blocks,omitempty" json:"blocks,omitempty"`
	Sections []Section `yaml:"sections,omitempty" json:"sections,omitempty"`
}

// Block is one kind of content, and only one, with the claims that its words
// make. The UID is unique in the document and stays when the block moves.
type Block struct {
	UID                string              `yaml:"uid,omitempty" json:"uid"`
	InShort            wording.Markdown    `yaml:"in_short,omitempty" json:"in_short,omitempty"`
	Prose              wording.Markdown    `yaml:"prose,omitempty" json:"prose,omitempty"`
	List               []wording.Markdown  `yaml:"list,omitempty" json:"list,omitempty"`
	CookieTable        *CookieTable        `yaml:"cookie_table,omitempty" json:"cookie_table,omitempty"`
	SecurityProperties *SecurityProperties `yaml:"security_properties,omitempty" json:"security_properties,omitempty"`
	BrowserSteps       []Browser           `yaml:"browser_steps,omitempty" json:"browser_steps,omitempty"`
	ThirdParties       []ThirdParty        `yaml:"third_parties,omitempty" json:"third_parties,omitempty"`
	Related            *Related            `yaml:"related,omitempty" json:"related,omitempty"`
	Contact            *Contact            `yaml:"contact,omitempty" json:"contact,omitempty"`
	Changes            *Changes            `yaml:"changes,omitempty" json:"changes,omitempty"`
	Claims             []claim.Claim       `yaml:"claims,omitempty" json:"claims,omitempty"`
}

// CookieTable prints the document's declarations: of one category, or all.
type CookieTable struct {
	Caption  string          `yaml:"caption" json:"caption"`
	Category cookie.Category `yaml:"category,omitempty" json:"category,omitempty"`
}

// SecurityProperties prints what the declarations of some cookies have in
// common, a line for each property that has words here. A line that the
// declarations do not bear out cannot be published. "{path}" in the words of
// Path stands for the path.
type SecurityProperties struct {
	Of       []string `yaml:"of" json:"of"` // names of cookies
	HTTPOnly string   `yaml:"http_only,omitempty" json:"http_only,omitempty"`
	Secure   string   `yaml:"secure,omitempty" json:"secure,omitempty"`
	SameSite string   `yaml:"same_site,omitempty" json:"same_site,omitempty"`
	Path     string   `yaml:"path,omitempty" json:"path,omitempty"`
	PathOf   string   `yaml:"path_of,omitempty" json:"path_of,omitempty"` // the cookie that Path is about
}

// Browser tells where a browser keeps its cookie settings.
type Browser struct {
	Name  string `yaml:"name" json:"name"`
	Steps string `yaml:"steps" json:"steps"` // "Settings > Privacy"
}

// ThirdParty is somebody else who takes part: for what, and where they say what
// they do.
type ThirdParty struct {
	Name    string `yaml:"name" json:"name"`
	Purpose string `yaml:"purpose" json:"purpose"`
	Policy  string `yaml:"policy,omitempty" json:"policy,omitempty"` // https://
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

// Changes lists what the newest versions changed.
type Changes struct {
	Newest int `yaml:"newest" json:"newest"` // how many
}
