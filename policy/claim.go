package policy

import (
	"github.com/prokken/prokken/cookie"
)

// Claim is what a sentence says of the cookies, in a form that a machine checks.
// It holds one condition or several, and all of them have to hold.
type Claim struct {
	Says               string            `yaml:"says" json:"says"` // words of the block, as they stand there
	NoCookies          []cookie.Category `yaml:"no_cookies,omitempty,flow" json:"no_cookies,omitempty"`
	AllCookies         *AllCookies       `yaml:"all_cookies,omitempty" json:"all_cookies,omitempty"`
	Cookie             *CookieIs         `yaml:"cookie,omitempty" json:"cookie,omitempty"`
	CookieCount        int               `yaml:"cookie_count,omitempty" json:"cookie_count,omitempty"`
	OnlyTheseCookies   []string          `yaml:"only_these_cookies,omitempty,flow" json:"only_these_cookies,omitempty"`
	Needed             []string          `yaml:"needed,omitempty,flow" json:"needed,omitempty"` // nobody is logged in without them
	Outlives           *Outlives         `yaml:"outlives,omitempty" json:"outlives,omitempty"`
	NoThirdPartyCookie bool              `yaml:"no_third_party_cookies,omitempty" json:"no_third_party_cookies,omitempty"`
	NothingLoadedFrom  []string          `yaml:"nothing_loaded_from,omitempty,flow" json:"nothing_loaded_from,omitempty"` // hosts; "elsewhere": any but this site
	ConsentBefore      []cookie.Category `yaml:"consent_before,omitempty,flow" json:"consent_before,omitempty"`
	DatedByPublication bool              `yaml:"dated_by_publication,omitempty" json:"dated_by_publication,omitempty"` // "Last updated" follows each publication
}

// Elsewhere stands for every host but the site's own.
const Elsewhere = "elsewhere"

// AllCookies: the declared cookies, or those Among them, have every property
// that is named here.
type AllCookies struct {
	Among    []string        `yaml:"among,omitempty,flow" json:"among,omitempty"` // names
	Category cookie.Category `yaml:"category,omitempty" json:"category,omitempty"`
	HTTPOnly bool            `yaml:"http_only,omitempty" json:"http_only,omitempty"`
	Secure   bool            `yaml:"secure,omitempty" json:"secure,omitempty"`
	SameSite cookie.SameSite `yaml:"same_site,omitempty" json:"same_site,omitempty"`
}

// CookieIs: the cookie is declared, with every property that is named here.
type CookieIs struct {
	Name     string           `yaml:"name" json:"name"`
	Category cookie.Category  `yaml:"category,omitempty" json:"category,omitempty"`
	Path     string           `yaml:"path,omitempty" json:"path,omitempty"`
	Lifetime *cookie.Lifetime `yaml:"lifetime,omitempty" json:"lifetime,omitempty"`
	HTTPOnly bool             `yaml:"http_only,omitempty" json:"http_only,omitempty"`
	Secure   bool             `yaml:"secure,omitempty" json:"secure,omitempty"`
	SameSite cookie.SameSite  `yaml:"same_site,omitempty" json:"same_site,omitempty"`
}

// Outlives: one cookie lives longer than the other.
type Outlives struct {
	Name string `yaml:"name" json:"name"`
	Than string `yaml:"than" json:"than"`
}

// Integration is a script of somebody else, loaded once a visitor agreed to its
// category. Hosts are what the script talks to besides its own.
type Integration struct {
	Name     string
	Category cookie.Category
	Script   string // https://
	Hosts    []string
}
