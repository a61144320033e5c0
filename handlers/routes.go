package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// guard is who may use an address.
type guard int

const (
	nobody guard = iota // the zero value admits nobody
	anyone
	member
	provenMember // who showed lately that it is them
	admin
	provenAdmin
	developer // anyone, on a development server that sends no mail; elsewhere the address does not exist
	emulated  // anyone, where the emulator stands in for Stripe
)

type route struct {
	method string
	path   string
	guard  guard
	handle echo.HandlerFunc
}

// routes is every address of the site, and who may use it.
func (s *Server) routes() []route {
	return []route{
		{"GET", "/", anyone, s.public(s.home)},

		{"GET", "/pricing", anyone, s.public(s.pricing)},
		{"GET", "/account/billing", member, s.billingPage},
		{"GET", "/account/billing/plan", member, s.limited(s.planPage)},
		{"POST", "/account/billing/plan", member, s.limited(s.changePlan)},
		{"POST", "/account/billing/cancel", member, s.limited(s.cancelPlan)},
		{"POST", "/account/billing/resume", member, s.limited(s.resumePlan)},
		{"POST", "/account/billing/keep", member, s.limited(s.keepPlan)},
		{"POST", "/account/billing/start", member, s.limited(s.startPlan)},
		{"POST", "/account/billing/pay", member, s.limited(s.payPlan)},
		{"POST", "/billing/portal", member, s.limited(s.portal)},
		{"POST", "/billing/checkout", member, s.limited(s.checkout)},
		{"GET", "/billing/return", member, s.limited(s.checkoutReturn)},
		{"POST", "/webhooks/stripe", anyone, s.stripeWebhook},

		{"GET", "/legal/subscribe", anyone, s.subscribePage},
		{"POST", "/legal/subscribe", anyone, s.limited(s.subscribe)},
		{"GET", "/legal/subscribe/sent", anyone, s.subscribeSent},
		{"GET", "/legal/subscribe/confirm", anyone, s.confirmSubscriptionPage},
		{"POST", "/legal/subscribe/confirm", anyone, s.confirmSubscription},
		{"GET", "/legal/subscribe/done", anyone, s.subscribeDone},
		{"GET", "/legal/unsubscribe", anyone, s.unsubscribePage},
		{"POST", "/legal/unsubscribe", anyone, s.unsubscribe},
		{"GET", "/legal/unsubscribe/done", anyone, s.unsubscribeDone},
		{"GET", "/legal", anyone, s.public(s.legal)},
		{"GET", "/legal/:slug", anyone, s.public(s.policy)},
		{"GET", "/legal/:slug/versions", anyone, s.public(s.policyVersions)},
		{"GET", "/legal/:slug/versions/:number", anyone, s.public(s.policyVersion)},
		{"GET", "/legal/:slug/in/:language", anyone, s.public(s.translation)},
		{"GET", "/legal/:slug/badge.svg", anyone, s.auditBadge},
		{"GET", "/legal/:slug/compare", anyone, s.public(s.chooseComparison)},
		{"GET", "/legal/:slug/compare/:a/:b", anyone, s.public(s.compareVersions)},
		{"GET", "/legal/feed.atom", anyone, s.feed},
		{"GET", "/legal/policy.schema.json", anyone, s.policySchema},
		{"GET", "/.well-known/policy-keys.json", anyone, s.policyKeys},
		{"GET", "/.well-known/security.txt", anyone, s.securityContact},
		{"GET", "/legal/your-cookies", anyone, s.yourCookies},
		{"GET", "/legal/consent", anyone, seeOther(yourCookiesPath)}, // someone pressed Enter in the address bar
		{"POST", "/legal/consent", anyone, s.limited(s.consent)},
		{"GET", "/cookie-policy", anyone, movedTo("/legal/cookie-policy")},
		{"GET", "/cookies", anyone, movedTo("/legal/cookie-policy")},
		{"GET", "/privacy-policy", anyone, movedTo("/legal/privacy-policy")},
		{"GET", "/terms", anyone, movedTo("/legal/terms")},
		{"GET", "/refund-policy", anyone, movedTo("/legal/refund-policy")},

		{"GET", "/signup", anyone, s.signupPage},
		{"GET", "/signup/sent", anyone, s.signupSent},
		{"GET", "/verify", anyone, s.verifyPage},
		{"POST", "/verify", anyone, s.limited(s.verify)},
		{"GET", "/resend", anyone, s.mailForm(resendForm, "/resend")},
		{"GET", "/forgot", anyone, s.mailForm(forgotForm, "/forgot")},
		{"GET", "/mail-sent", anyone, s.mailSent},
		{"GET", "/reset", anyone, s.resetPage},
		{"GET", "/login", anyone, s.loginPage},
		{"GET", "/setup", anyone, s.setupPage},
		{"POST", "/setup", anyone, s.limited(s.setup)},
		{"GET", "/address/confirm", anyone, s.linkPage(confirmAddress)},
		{"POST", "/address/confirm", anyone, s.useLink(confirmAddress)},
		{"GET", "/address/undo", anyone, s.linkPage(undoAddress)},
		{"POST", "/address/undo", anyone, s.useLink(undoAddress)},
		{"GET", "/sessions/end", anyone, s.linkPage(endEverything)},
		{"POST", "/sessions/end", anyone, s.useLink(endEverything)},
		{"GET", "/account/keep", anyone, s.linkPage(keepAccount)},
		{"POST", "/account/keep", anyone, s.useLink(keepAccount)},

		{"GET", "/api/auth/login", anyone, seeOther("/login")}, // someone pressed Enter in the address bar
		{"GET", "/api/auth/login/code", anyone, seeOther("/login")},
		{"GET", "/api/auth/signup", anyone, seeOther("/signup")},
		{"GET", "/api/auth/forgot", anyone, seeOther("/forgot")},
		{"GET", "/api/auth/resend", anyone, seeOther("/resend")},
		{"GET", "/api/auth/reset", anyone, seeOther("/forgot")},
		{"GET", "/api/auth/confirm", anyone, seeOther("/account/confirm")},

		{"POST", "/api/auth/signup", anyone, s.limited(s.signup)},
		{"POST", "/api/auth/login", anyone, s.limited(s.login)},
		{"POST", "/api/auth/login/code", anyone, s.limited(s.secondStep)},
		{"POST", "/api/auth/logout", anyone, s.logout},
		{"POST", "/api/auth/forgot", anyone, s.limited(s.askMail(forgotForm, s.Auth.Forgot))},
		{"POST", "/api/auth/resend", anyone, s.limited(s.askMail(resendForm, s.Auth.Resend))},
		{"POST", "/api/auth/reset", anyone, s.limited(s.reset)},
		{"POST", "/api/auth/confirm", member, s.limited(s.confirm)},
		{"POST", "/api/auth/passkeys/options", anyone, s.limited(s.passkeyOptions)},
		{"POST", "/api/auth/passkeys/login", anyone, s.limited(s.passkeyLogin)},
		{"POST", "/api/auth/passkeys/new-options", provenMember, s.limited(s.newPasskeyOptions)},
		{"POST", "/api/auth/passkeys/confirm-options", member, s.limited(s.confirmOptions)},
		{"POST", "/api/auth/passkeys/confirm", member, s.limited(s.confirmWithPasskey)},
		{"GET", "/api/auth/refresh", anyone, s.refreshByLink},
		{"POST", "/api/auth/refresh", anyone, s.refresh},
		{"GET", "/api/me", member, s.me},
		{"GET", "/.well-known/gpc.json", anyone, s.gpc},
		{"GET", "/.well-known/change-password", anyone, seeOther("/account/security")},

		{"GET", "/account", member, s.account},
		{"GET", "/account/confirm", member, s.confirmPage},
		{"POST", "/account/address", provenMember, s.limited(s.askAddress)},
		{"GET", "/account/agree", member, s.agreePage},
		{"POST", "/account/agree", member, s.agree},
		{"GET", "/account/security", member, s.security},
		{"POST", "/account/security/password", member, s.limited(s.changePassword)},
		{"GET", "/account/security/app", provenMember, s.totpPage},
		{"POST", "/account/security/app", provenMember, s.limited(s.addTOTP)},
		{"POST", "/account/security/app/remove", provenMember, s.removeTOTP},
		{"POST", "/account/security/codes", provenMember, s.limited(s.newCodes)},
		{"POST", "/account/passkeys", provenMember, s.limited(s.addPasskey)},
		{"POST", "/account/passkeys/:id/rename", provenMember, s.limited(s.renamePasskey)},
		{"POST", "/account/passkeys/:id/remove", provenMember, s.limited(s.removePasskey)},
		{"GET", "/account/sessions", member, s.sessions},
		{"POST", "/account/sessions/end-others", member, s.limited(s.endOthers)},
		{"POST", "/account/sessions/:id/end", member, s.endSessionOf},
		{"GET", "/account/data", member, s.ownData},
		{"POST", "/account/data/export", provenMember, s.askExport},
		{"GET", "/account/data/export/:id", provenMember, s.takeExport},
		{"POST", "/account/data/delete", provenMember, s.deleteAccount},
		{"POST", "/account/data/keep", member, s.keepOwnAccount},

		{"GET", "/admin", admin, movedTo("/admin/policies")},
		{"GET", "/admin/policies", admin, s.adminPolicies},
		{"GET", "/admin/policies/:slug", admin, s.editPolicy},
		{"POST", "/admin/policies/:slug/part", admin, s.savePart},
		{"POST", "/admin/policies/:slug/move", admin, s.movePart},
		{"POST", "/admin/policies/:slug/remove", admin, s.removePart},
		{"GET", "/admin/policies/:slug/check", admin, s.checkPage},
		{"POST", "/admin/policies/:slug/check", admin, s.addCheck},
		{"POST", "/admin/policies/:slug/check/remove", admin, s.removeCheck},
		{"POST", "/admin/policies/:slug/undo", admin, s.undoChange},
		{"GET", "/admin/policies/:slug/discard", admin, s.discardPage},
		{"POST", "/admin/policies/:slug/discard", admin, s.discardDraft},
		{"GET", "/admin/policies/:slug/presence", admin, s.presence},
		{"GET", "/admin/policies/:slug/publish", admin, s.reviewPage},
		{"POST", "/admin/policies/:slug/publish", provenAdmin, s.publishDraft},
		{"POST", "/admin/policies/:slug/submit", admin, s.submitDraft},
		{"POST", "/admin/policies/:slug/approve", provenAdmin, s.approveDraft},
		{"POST", "/admin/policies/:slug/send-back", admin, s.sendBack},
		{"POST", "/admin/policies/:slug/withdraw", provenAdmin, s.withdrawVersion},
		{"GET", "/admin/policies/:slug/versions", admin, s.adminVersions},
		{"POST", "/admin/policies/:slug/restore", admin, s.restoreVersion},
		{"GET", "/admin/policies/:slug/export/:format", admin, s.exportPolicy},
		{"GET", "/admin/policies/:slug/import", admin, s.importPage},
		{"POST", "/admin/policies/:slug/import", admin, s.importPolicy},
		{"GET", "/admin/policies/:slug/translations", admin, s.adminTranslations},
		{"GET", "/admin/policies/:slug/translations/:language", admin, s.editTranslation},
		{"POST", "/admin/policies/:slug/translations/:language", admin, s.saveTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/preview", admin, s.previewTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/file", admin, s.translationFile},
		{"POST", "/admin/policies/:slug/translations/:language/file", admin, s.importTranslation},
		{"POST", "/admin/policies/:slug/translations/:language/publish", provenAdmin, s.publishTranslation},
		{"GET", "/admin/users", admin, s.adminUsers},
		{"GET", "/admin/users/:id", admin, s.adminUser},
		{"POST", "/admin/users/:id/disable", provenAdmin, s.onUser("disabled", s.disable)},
		{"POST", "/admin/users/:id/enable", provenAdmin, s.onUser("enabled", s.Auth.Enable)},
		{"POST", "/admin/users/:id/end-sessions", provenAdmin, s.onUser("ended", s.Auth.EndSessionsOf)},
		{"POST", "/admin/users/:id/send-reset", provenAdmin, s.onUser("reset", s.Auth.SendReset)},
		{"POST", "/admin/users/:id/send-verification", provenAdmin, s.onUser("verification", s.Auth.SendVerification)},
		{"POST", "/admin/users/:id/give-admin", provenAdmin, s.onUser("admin", s.Auth.GiveRole)},
		{"POST", "/admin/users/:id/take-admin", provenAdmin, s.onUser("member", s.Auth.TakeRole)},
		{"POST", "/admin/users/:id/remove-factors", provenAdmin, s.onUser("factors", s.Auth.RemoveFactors)},
		{"GET", "/admin/users/:id/gifts", admin, s.giftsPage},
		{"POST", "/admin/users/:id/gifts", provenAdmin, s.giveGift},
		{"POST", "/admin/users/:id/gifts/:gift/end", provenAdmin, s.takeGift},
		{"GET", "/admin/billing", admin, s.adminBilling},
		{"POST", "/admin/billing/alerts/:id/resolve", provenAdmin, s.resolveAlert},
		{"GET", "/admin/billing/events", admin, s.adminEvents},
		{"POST", "/admin/billing/events/:id/replay", provenAdmin, s.replayEvent},
		{"GET", "/admin/billing/customers", admin, s.adminCustomers},
		{"GET", "/admin/billing/customers/:id", admin, s.adminCustomer},
		{"POST", "/admin/billing/customers/:id/sync", provenAdmin, s.syncCustomer},
		{"POST", "/admin/billing/customers/:id/charges/:charge/refund", provenAdmin, s.refundCharge},
		{"POST", "/admin/billing/customers/:id/subscriptions/:subscription/end", provenAdmin, s.endPlan},
		{"POST", "/admin/billing/customers/:id/subscriptions/:subscription/extend", provenAdmin, s.extendPlan},
		{"GET", "/admin/audits", admin, s.adminAudits},
		{"POST", "/admin/audits", admin, s.askAudit},
		{"GET", "/admin/audits/:id", admin, s.adminAudit},
		{"GET", "/admin/audits/:id/shots/:n", admin, s.auditShot},
		{"GET", "/admin/audit-log", admin, s.auditLog},
		{"GET", "/admin/jobs", admin, s.adminJobs},
		{"POST", "/admin/jobs/:id/retry", admin, s.retryJob},

		{"GET", "/healthz", anyone, s.healthz},
		{"GET", "/readyz", anyone, s.readyz},
		{"GET", "/robots.txt", anyone, s.robots},
		{"GET", "/sitemap.xml", anyone, s.sitemap},
		{"GET", "/favicon.ico", anyone, s.favicon},
		{"GET", "/static/:hash/:name", anyone, s.asset},

		{"GET", "/dev/mail", developer, s.outbox},
		{"GET", "/dev/mail.json", developer, s.outboxJSON},
		{"GET", "/dev/stripe", emulated, s.emulator},
		{"GET", "/dev/stripe/*", emulated, s.emulator},
		{"POST", "/dev/stripe/*", emulated, s.emulator},
		{"DELETE", "/dev/stripe/*", emulated, s.emulator},
	}
}

// register puts the rows that exist here behind their guards.
func (s *Server) register(e *echo.Echo, rows []route) {
	for _, row := range rows {
		if !s.exists(row.guard) {
			continue
		}
		handle := s.guarded(row.guard, row.handle)
		e.Add(row.method, row.path, handle)
		if row.method == http.MethodGet {
			e.HEAD(row.path, handle)
		}
	}
}

func (s *Server) exists(g guard) bool {
	switch g {
	case developer:
		return !s.Config.InProduction() && s.Config.UsesOutbox()
	case emulated:
		return s.Emulator != nil && !s.Config.InProduction()
	default:
		return true
	}
}

func (s *Server) guarded(g guard, next echo.HandlerFunc) echo.HandlerFunc {
	switch g {
	case anyone, developer, emulated:
		return next
	case member:
		return s.members(s.agreed(next))
	case provenMember:
		return s.members(s.agreed(s.proven(next)))
	case admin:
		return s.members(s.admins(next))
	case provenAdmin:
		return s.members(s.admins(s.proven(next)))
	default: // nobody
		return func(echo.Context) error { return errForbidden }
	}
}

// seeOther sends the browser to a page of this site.
func seeOther(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, path) }
}

// movedTo answers that the page has its address elsewhere, for good.
func movedTo(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, path) }
}
