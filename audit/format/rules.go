package format

import (
	"github.com/prokken/prokken/audit/report"
)

// rule tells what a kind of finding means.
type rule struct {
	kind              report.Kind
	name, short, help string
	severity          report.Severity // the usual one
}

// rules has every kind of finding.
var rules = []rule{
	{
		report.Undeclared,
		"UndeclaredCookie",
		"A cookie was set that the policy does not declare.",
		"Declare the cookie in the policy with its purpose, or stop setting it.",
		report.High,
	},
	{
		report.NeverSeen,
		"CookieNeverSeen",
		"A cookie is declared, and the audit never met it.",
		"Take it out of the policy if nothing sets it any more. If only members get it, have the audit log in.",
		report.Medium,
	},
	{
		report.WrongAttribute,
		"WrongAttribute",
		"A cookie is not set as the policy says.",
		"Set its path, domain, Secure, HttpOnly, SameSite and lifetime as the policy says, or correct the policy.",
		report.High,
	},
	{
		report.LivesLonger,
		"LivesLonger",
		"A cookie lives longer than the policy says.",
		"Shorten its life, or correct the policy.",
		report.High,
	},
	{
		report.ThirdPartyFound,
		"UndeclaredThirdParty",
		"Pages ask another site that the policy does not name.",
		"Name it in the policy, or serve the file yourself.",
		report.High,
	},
	{
		report.BeforeConsent,
		"OptionalBeforeConsent",
		"An optional cookie was set though nobody had agreed to it.",
		"Set it only after a visitor agreed. The policy calls it optional, so nothing else may set it.",
		report.High,
	},
	{
		report.AfterWithdrawal,
		"OptionalAfterWithdrawal",
		"An optional cookie was still there after the visitor withdrew consent.",
		"Expire it where it lives, with its own domain and path, when a visitor withdraws.",
		report.High,
	},
	{
		report.RefusingHarder,
		"RefusingHarder",
		"Refusing optional cookies is harder than agreeing to them.",
		"Offer both answers on the first layer, alike in size and contrast.",
		report.Medium,
	},
	{
		report.StoredFound,
		"UndeclaredStorage",
		"A page keeps something in the browser that is not a cookie.",
		"Visitors have to be told about it as about a cookie: describe it in the policy, or do without it.",
		report.High,
	},
	{
		report.ClaimFails,
		"ClaimFails",
		"A sentence of the policy is not true.",
		"Change what the site does, or the sentence.",
		report.High,
	},
	{
		report.ClaimUnseen,
		"ClaimUnseen",
		"A sentence of the policy could not be checked.",
		"Have the audit log in, or run it again.",
		report.Medium,
	},
	{
		report.CannotWithdraw,
		"CannotWithdraw",
		"Consent to cookies cannot be withdrawn.",
		"Offer a link on every page that opens the question again.",
		report.Medium,
	},
	{
		report.Forged,
		"Forged",
		"The policy's document is not the one that was signed.",
		"Serve the document as it was published.",
		report.High,
	},
	{
		report.ToldApart,
		"ToldApart",
		"A browser that says that it audits sees another site than visitors do.",
		"Treat every browser the same.",
		report.Medium,
	},
	{
		report.FewerChecks,
		"FewerChecks",
		"The policy checks fewer sentences than the previous version.",
		"Check the sentence again, or publish a version that says why it is not.",
		report.Medium,
	},
	{
		report.PrintedOtherwise,
		"PrintedOtherwise",
		"The page of the policy prints something other than what the policy says.",
		"Have the page print what the policy says, and publish what it is to say.",
		report.High,
	},
	{
		report.PageTrouble,
		"PageTrouble",
		"A page did not answer as it should.",
		"What this page sets could not be seen in full. Check it in a browser.",
		report.Low,
	},
}

func (r rule) asSARIF() sarifRule {
	return sarifRule{
		ID:      string(r.kind),
		Name:    r.name,
		Short:   sarifText{r.short},
		Help:    sarifText{r.help},
		Default: sarifDefault{levelOf(r.severity)},
	}
}
