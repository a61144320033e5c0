package admin

import (
	"net/http"
	"net/url"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models/payments"
	adminview "github.com/prokken/prokken/views/admin"
)

const customersPath = adminBillingPath + "/customers"

// AdminCustomers finds customers by what an admin may have of them.
func (s *Handler) AdminCustomers(c echo.Context) error {
	ctx, filter := c.Request().Context(), payments.CustomerFilter{Search: searched(c, "q")}
	var err error
	if filter.Before, err = before(c); err != nil {
		return err
	}
	found, err := payments.SearchCustomers(ctx, s.DB, filter, pageSize+1)
	if err != nil {
		return err
	}
	next := ""
	if len(found) > pageSize {
		found, next = found[:pageSize], found[pageSize-1].ID.String()
	}
	v := adminview.Customers{Search: filter.Search, Rows: found}
	ids := make([]uuid.UUID, 0, len(found))
	for _, one := range found {
		ids = append(ids, one.ID)
	}
	if v.Whom, err = s.directory(ctx, ids, nil); err != nil {
		return err
	}
	if v.Subscriptions, err = payments.NewestSubscriptions(ctx, s.DB, ids); err != nil {
		return err
	}
	v.Names = s.Billing.Names()
	v.Pager = pager(c, customersPath, next, url.Values{"q": {filter.Search}})
	page := s.Page(c, "Customers", "")
	page.Wide = true
	return s.Show(c, http.StatusOK, adminview.CustomersPage(page, v))
}
