package plugin

import "net/http"

// setupRoutes registers the resources of the setup check.
func (d *Datasource) setupRoutes(_ *http.ServeMux) {}
