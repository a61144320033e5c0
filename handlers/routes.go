package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"
)

// route is a row of the table: an address, who may use it, what else holds there, and what answers.
type route struct {
	method  string
	path    string
	guard   guard
	options option
	handle  echo.HandlerFunc
}

// routes is every address of the site, and who may use it. The functions that it names list them by subject.
func (s *Server) routes() []route {
	return slices.Concat(
		s.homeRoutes(),
		s.billingRoutes(),
		s.legalRoutes(),
		s.loginRoutes(),
		with(notIndexed, s.authRoutes()),
		with(notIndexed, s.accountRoutes()),
		with(notIndexed, s.adminPolicyRoutes()),
		with(notIndexed, s.adminUserRoutes()),
		with(notIndexed, s.adminBillingRoutes()),
		with(notIndexed, s.adminRoutes()),
		s.programRoutes(),
		with(notIndexed, s.developmentRoutes()),
	)
}

// homeRoutes is the front page.
func (s *Server) homeRoutes() []route {
	return []route{
		{"GET", "/", anyone, public | inSitemap, s.home},
	}
}

// billingRoutes sell plans and change them.
func (s *Server) billingRoutes() []route {
	return []route{
		{"GET", "/pricing", anyone, public | inSitemap, s.pricing},
		{"GET", "/account/billing", member, notIndexed, s.billingPage},
		{"GET", "/account/billing/plan", member, limited | notIndexed, s.planPage},
		{"POST", "/account/billing/plan", member, limited | notIndexed, s.changePlan},
		{"POST", "/account/billing/cancel", member, limited | notIndexed, s.cancelPlan},
		{"POST", "/account/billing/resume", member, limited | notIndexed, s.resumePlan},
		{"POST", "/account/billing/keep", member, limited | notIndexed, s.keepPlan},
		{"POST", "/account/billing/start", member, limited | notIndexed, s.startPlan},
		{"POST", "/account/billing/pay", member, limited | notIndexed, s.payPlan},
		{"POST", "/billing/portal", member, limited, s.portal},
		{"POST", "/billing/checkout", member, limited, s.checkout},
		{"GET", "/billing/return", member, limited, s.checkoutReturn},
		{"POST", "/webhooks/stripe", anyone, none, s.stripeWebhook},
	}
}

// legalRoutes show the policies to people and programs, and take consent.
func (s *Server) legalRoutes() []route {
	return []route{
		{"GET", "/legal/subscribe", anyone, none, s.subscribePage},
		{"POST", "/legal/subscribe", anyone, limited, s.subscribe},
		{"GET", "/legal/subscribe/sent", anyone, none, s.subscribeSent},
		{"GET", "/legal/subscribe/confirm", anyone, none, s.confirmSubscriptionPage},
		{"POST", "/legal/subscribe/confirm", anyone, none, s.confirmSubscription},
		{"GET", "/legal/subscribe/done", anyone, none, s.subscribeDone},
		{"GET", "/legal/unsubscribe", anyone, none, s.unsubscribePage},
		{"POST", "/legal/unsubscribe", anyone, none, s.unsubscribe},
		{"GET", "/legal/unsubscribe/done", anyone, none, s.unsubscribeDone},
		{"GET", "/legal", anyone, public | inSitemap, s.legal},
		{"GET", "/legal/:slug", anyone, public | inSitemap | revalidated, s.policy},
		{"GET", "/legal/:slug/versions", anyone, public, s.policyVersions},
		{"GET", "/legal/:slug/versions/:number", anyone, public | revalidated, s.policyVersion},
		{"GET", "/legal/:slug/in/:language", anyone, public | inSitemap | revalidated, s.translation},
		{"GET", "/legal/:slug/badge.svg", anyone, fiveMinutes, s.auditBadge},
		{"GET", "/legal/:slug/compare", anyone, public, s.chooseComparison},
		{"GET", "/legal/:slug/compare/:a/:b", anyone, public, s.compareVersions},
		{"GET", "/legal/feed.atom", anyone, revalidated, s.feed},
		{"GET", "/legal/policy.schema.json", anyone, revalidated, s.policySchema},
		{"GET", "/.well-known/policy-keys.json", anyone, revalidated, s.policyKeys},
		{"GET", "/legal/your-cookies", anyone, none, s.yourCookies},
		{"GET", "/legal/consent", anyone, none, seeOther(yourCookiesPath)}, // someone pressed Enter in the address bar
		{"POST", "/legal/consent", anyone, limited, s.consent},
		{"GET", "/cookie-policy", anyone, none, movedTo("/legal/cookie-policy")},
		{"GET", "/cookies", anyone, none, movedTo("/legal/cookie-policy")},
		{"GET", "/privacy-policy", anyone, none, movedTo("/legal/privacy-policy")},
		{"GET", "/terms", anyone, none, movedTo("/legal/terms")},
		{"GET", "/refund-policy", anyone, none, movedTo("/legal/refund-policy")},
	}
}

// loginRoutes are the pages of those who are not logged in, and of mailed links.
func (s *Server) loginRoutes() []route {
	return []route{
		{"GET", "/signup", anyone, none, s.signupPage},
		{"GET", "/signup/sent", anyone, none, s.signupSent},
		{"GET", "/verify", anyone, none, s.verifyPage},
		{"POST", "/verify", anyone, limited, s.verify},
		{"GET", "/resend", anyone, none, s.mailForm(resendForm, "/resend")},
		{"GET", "/forgot", anyone, none, s.mailForm(forgotForm, "/forgot")},
		{"GET", "/mail-sent", anyone, none, s.mailSent},
		{"GET", "/reset", anyone, none, s.resetPage},
		{"GET", "/login", anyone, none, s.loginPage},
		{"GET", "/setup", anyone, none, s.setupPage},
		{"POST", "/setup", anyone, limited, s.setup},
		{"GET", "/address/confirm", anyone, none, s.linkPage(confirmAddress)},
		{"POST", "/address/confirm", anyone, none, s.useLink(confirmAddress)},
		{"GET", "/address/undo", anyone, none, s.linkPage(undoAddress)},
		{"POST", "/address/undo", anyone, none, s.useLink(undoAddress)},
		{"GET", "/sessions/end", anyone, none, s.linkPage(endEverything)},
		{"POST", "/sessions/end", anyone, none, s.useLink(endEverything)},
		{"GET", "/account/keep", anyone, notIndexed, s.linkPage(keepAccount)},
		{"POST", "/account/keep", anyone, notIndexed, s.useLink(keepAccount)},
	}
}

// authRoutes are what forms and scripts send to sign up, log in, stay so and log out.
func (s *Server) authRoutes() []route {
	return []route{
		{"GET", "/api/auth/login", anyone, none, seeOther("/login")}, // someone pressed Enter in the address bar
		{"GET", "/api/auth/login/code", anyone, none, seeOther("/login")},
		{"GET", "/api/auth/signup", anyone, none, seeOther("/signup")},
		{"GET", "/api/auth/forgot", anyone, none, seeOther("/forgot")},
		{"GET", "/api/auth/resend", anyone, none, seeOther("/resend")},
		{"GET", "/api/auth/reset", anyone, none, seeOther("/forgot")},
		{"GET", "/api/auth/confirm", anyone, none, seeOther("/account/confirm")},
		{"POST", "/api/auth/signup", anyone, limited, s.signup},
		{"POST", "/api/auth/login", anyone, limited, s.login},
		{"POST", "/api/auth/login/code", anyone, limited, s.secondStep},
		{"POST", "/api/auth/logout", anyone, none, s.logout},
		{"POST", "/api/auth/forgot", anyone, limited, s.askMail(forgotForm, s.Auth.Forgot)},
		{"POST", "/api/auth/resend", anyone, limited, s.askMail(resendForm, s.Auth.Resend)},
		{"POST", "/api/auth/reset", anyone, limited, s.reset},
		{"POST", "/api/auth/confirm", member, limited, s.confirm},
		{"POST", "/api/auth/passkeys/options", anyone, limited, s.passkeyOptions},
		{"POST", "/api/auth/passkeys/login", anyone, limited, s.passkeyLogin},
		{"POST", "/api/auth/passkeys/new-options", recentlyAuthenticated, limited, s.newPasskeyOptions},
		{"POST", "/api/auth/passkeys/confirm-options", member, limited, s.confirmOptions},
		{"POST", "/api/auth/passkeys/confirm", member, limited, s.confirmWithPasskey},
		{"GET", "/api/auth/refresh", anyone, none, s.refreshByLink},
		{"POST", "/api/auth/refresh", anyone, none, s.refresh},
	}
}

// accountRoutes are a member's own pages.
func (s *Server) accountRoutes() []route {
	return []route{
		{"GET", "/api/me", member, alwaysJSON, s.me},
		{"GET", "/account", member, none, s.account},
		{"GET", "/account/confirm", member, beforeAgreement, s.confirmPage},
		{"POST", "/account/address", recentlyAuthenticated, limited, s.askAddress},
		{"GET", "/account/agree", member, beforeAgreement, s.agreePage},
		{"POST", "/account/agree", member, none, s.agree},
		{"GET", "/account/security", member, beforeAgreement, s.security},
		{"POST", "/account/security/password", member, limited, s.changePassword},
		{"GET", "/account/security/app", recentlyAuthenticated, beforeAgreement, s.totpPage},
		{"POST", "/account/security/app", recentlyAuthenticated, limited, s.addTOTP},
		{"POST", "/account/security/app/remove", recentlyAuthenticated, none, s.removeTOTP},
		{"POST", "/account/security/codes", recentlyAuthenticated, limited, s.newCodes},
		{"POST", "/account/passkeys", recentlyAuthenticated, limited, s.addPasskey},
		{"POST", "/account/passkeys/:id/rename", recentlyAuthenticated, limited, s.renamePasskey},
		{"POST", "/account/passkeys/:id/remove", recentlyAuthenticated, limited, s.removePasskey},
		{"GET", "/account/sessions", member, beforeAgreement, s.sessions},
		{"POST", "/account/sessions/end-others", member, limited, s.endOthers},
		{"POST", "/account/sessions/:id/end", member, none, s.endSessionOf},
		{"GET", "/account/data", member, beforeAgreement, s.ownData},
		{"POST", "/account/data/export", recentlyAuthenticated, none, s.askExport},
		{"GET", "/account/data/export/:id", recentlyAuthenticated, beforeAgreement, s.takeExport},
		{"POST", "/account/data/delete", recentlyAuthenticated, none, s.deleteAccount},
		{"POST", "/account/data/keep", member, none, s.keepOwnAccount},
	}
}

// adminPolicyRoutes are the editor, review and publication.
func (s *Server) adminPolicyRoutes() []route {
	return []route{
		{"GET", "/admin", admin, none, movedTo("/admin/policies")},
		{"GET", "/admin/policies", admin, none, s.adminPolicies},
		{"GET", "/admin/policies/:slug", admin, none, s.editPolicy},
		{"POST", "/admin/policies/:slug/part", admin, none, s.savePart},
		{"POST", "/admin/policies/:slug/move", admin, none, s.movePart},
		{"POST", "/admin/policies/:slug/remove", admin, none, s.removePart},
		{"GET", "/admin/policies/:slug/check", admin, none, s.checkPage},
		{"POST", "/admin/policies/:slug/check", admin, none, s.addCheck},
		{"POST", "/admin/policies/:slug/check/remove", admin, none, s.removeCheck},
		{"POST", "/admin/policies/:slug/undo", admin, none, s.undoChange},
		{"GET", "/admin/policies/:slug/discard", admin, none, s.discardPage},
		{"POST", "/admin/policies/:slug/discard", admin, none, s.discardDraft},
		{"GET", "/admin/policies/:slug/presence", admin, none, s.presence},
		{"GET", "/admin/policies/:slug/publish", admin, none, s.reviewPage},
		{"POST", "/admin/policies/:slug/publish", recentlyAuthenticatedAdmin, none, s.publishDraft},
		{"POST", "/admin/policies/:slug/submit", admin, none, s.submitDraft},
		{"POST", "/admin/policies/:slug/approve", recentlyAuthenticatedAdmin, none, s.approveDraft},
		{"POST", "/admin/policies/:slug/send-back", admin, none, s.sendBack},
		{"POST", "/admin/policies/:slug/withdraw", recentlyAuthenticatedAdmin, none, s.withdrawVersion},
		{"GET", "/admin/policies/:slug/versions", admin, none, s.adminVersions},
		{"POST", "/admin/policies/:slug/restore", admin, none, s.restoreVersion},
		{"GET", "/admin/policies/:slug/export/:format", admin, none, s.exportPolicy},
		{"GET", "/admin/policies/:slug/import", admin, none, s.importPage},
		{"POST", "/admin/policies/:slug/import", admin, none, s.importPolicy},
		{"GET", "/admin/policies/:slug/translations", admin, none, s.adminTranslations},
		{"GET", "/admin/policies/:slug/translations/:language", admin, none, s.editTranslation},
		{"POST", "/admin/policies/:slug/translations/:language", admin, none, s.saveTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/preview", admin, none, s.previewTranslation},
		{"GET", "/admin/policies/:slug/translations/:language/file", admin, none, s.translationFile},
		{"POST", "/admin/policies/:slug/translations/:language/file", admin, none, s.importTranslation},
		{
			"POST", "/admin/policies/:slug/translations/:language/publish", recentlyAuthenticatedAdmin, none,
			s.publishTranslation,
		},
	}
}

// adminUserRoutes look after accounts.
func (s *Server) adminUserRoutes() []route {
	return []route{
		{"GET", "/admin/users", admin, none, s.adminUsers},
		{"GET", "/admin/users/:id", admin, none, s.adminUser},
		{"POST", "/admin/users/:id/disable", recentlyAuthenticatedAdmin, none, s.onUser("disabled", s.disable)},
		{"POST", "/admin/users/:id/enable", recentlyAuthenticatedAdmin, none, s.onUser("enabled", s.Auth.Enable)},
		{
			"POST", "/admin/users/:id/end-sessions", recentlyAuthenticatedAdmin, none,
			s.onUser("ended", s.Auth.EndSessionsOf),
		},
		{
			"POST", "/admin/users/:id/send-reset", recentlyAuthenticatedAdmin, none,
			s.onUser("reset", s.Auth.SendReset),
		},
		{
			"POST", "/admin/users/:id/send-verification", recentlyAuthenticatedAdmin, none,
			s.onUser("verification", s.Auth.SendVerification),
		},
		{"POST", "/admin/users/:id/give-admin", recentlyAuthenticatedAdmin, none, s.onUser("admin", s.Auth.GiveRole)},
		{
			"POST", "/admin/users/:id/take-admin", recentlyAuthenticatedAdmin, none,
			s.onUser("member", s.Auth.TakeRole),
		},
		{
			"POST", "/admin/users/:id/remove-factors", recentlyAuthenticatedAdmin, none,
			s.onUser("factors", s.Auth.RemoveFactors),
		},
		{"GET", "/admin/users/:id/gifts", admin, none, s.giftsPage},
		{"POST", "/admin/users/:id/gifts", recentlyAuthenticatedAdmin, none, s.giveGift},
		{"POST", "/admin/users/:id/gifts/:gift/end", recentlyAuthenticatedAdmin, none, s.takeGift},
	}
}

// adminBillingRoutes look after customers.
func (s *Server) adminBillingRoutes() []route {
	return []route{
		{"GET", "/admin/billing", admin, none, s.adminBilling},
		{"POST", "/admin/billing/alerts/:id/resolve", recentlyAuthenticatedAdmin, none, s.resolveAlert},
		{"GET", "/admin/billing/events", admin, none, s.adminEvents},
		{"POST", "/admin/billing/events/:id/replay", recentlyAuthenticatedAdmin, none, s.replayEvent},
		{"GET", "/admin/billing/customers", admin, none, s.adminCustomers},
		{"GET", "/admin/billing/customers/:id", admin, none, s.adminCustomer},
		{"POST", "/admin/billing/customers/:id/sync", recentlyAuthenticatedAdmin, none, s.syncCustomer},
		{
			"POST", "/admin/billing/customers/:id/charges/:charge/refund", recentlyAuthenticatedAdmin, none,
			s.refundCharge,
		},
		{
			"POST", "/admin/billing/customers/:id/subscriptions/:subscription/end", recentlyAuthenticatedAdmin, none,
			s.endPlan,
		},
		{
			"POST", "/admin/billing/customers/:id/subscriptions/:subscription/extend", recentlyAuthenticatedAdmin, none,
			s.extendPlan,
		},
	}
}

// adminRoutes watch the site: audits, the audit log and jobs.
func (s *Server) adminRoutes() []route {
	return []route{
		{"GET", "/admin/audits", admin, none, s.adminAudits},
		{"POST", "/admin/audits", admin, none, s.askAudit},
		{"GET", "/admin/audits/:id", admin, none, s.adminAudit},
		{"GET", "/admin/audits/:id/shots/:n", admin, none, s.auditShot},
		{"GET", "/admin/audit-log", admin, none, s.auditLog},
		{"GET", "/admin/jobs", admin, none, s.adminJobs},
		{"POST", "/admin/jobs/:id/retry", admin, none, s.retryJob},
	}
}

// programRoutes are for programs: browsers, search engines, and what watches this one.
func (s *Server) programRoutes() []route {
	return []route{
		{"GET", "/.well-known/security.txt", anyone, none, s.securityContact},
		{"GET", "/.well-known/gpc.json", anyone, none, s.gpc},
		{"GET", "/.well-known/change-password", anyone, none, seeOther("/account/security")},
		{"GET", "/healthz", anyone, none, s.healthz},
		{"GET", "/readyz", anyone, none, s.readyz},
		{"GET", "/robots.txt", anyone, none, s.robots},
		{"GET", "/sitemap.xml", anyone, revalidated, s.sitemap},
		{"GET", "/favicon.ico", anyone, none, s.favicon},
		{"GET", "/static/:hash/:name", anyone, immutable, s.asset},
	}
}

// developmentRoutes stand in for the mail server and for Stripe.
func (s *Server) developmentRoutes() []route {
	return []route{
		{"GET", "/dev/mail", developer, none, s.outbox},
		{"GET", "/dev/mail.json", developer, none, s.outboxJSON},
		{"GET", "/dev/stripe", emulated, none, s.emulator},
		{"GET", "/dev/stripe/*", emulated, none, s.emulator},
		{"POST", "/dev/stripe/*", emulated, none, s.emulator},
		{"DELETE", "/dev/stripe/*", emulated, none, s.emulator},
	}
}

// register puts the rows that exist here behind their guards.
func (s *Server) register(e *echo.Echo, rows []route) {
	for _, row := range rows {
		if !s.exists(row.guard) {
			continue
		}
		handle := row.handle
		if row.options.has(limited) {
			handle = s.limited(handle)
		}
		handle = s.guarded(row.guard, handle)
		e.Add(row.method, row.path, handle)
		if row.method == http.MethodGet {
			e.HEAD(row.path, handle)
		}
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
