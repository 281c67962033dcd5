package assessmentweb

import (
	"aantoonbaar/internal/identity"
	"aantoonbaar/internal/web"
)

// moreRoutes lists the pages of the quick scan, of other frameworks and of doubts.
func (h *Handler) moreRoutes() []web.Route {
	return []web.Route{
		web.On("GET /o/{org}/quickscan", identity.Read, h.scanStart),
		web.On("GET /o/{org}/quickscan/{n}", identity.Read, h.scanQuestion),
		web.On("POST /o/{org}/quickscan/{n}", identity.Answer, h.scanSave),
		web.On("GET /o/{org}/quickscan/resultaat", identity.Read, h.scanResult),
		web.On("GET /o/{org}/telt-mee", identity.Read, h.coverages),
		web.On("GET /o/{org}/telt-mee/{crosswalk}", identity.Read, h.coverage),
		web.On("GET /o/{org}/nakijken", identity.Read, h.doubts),
	}
}
