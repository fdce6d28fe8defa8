package foreign

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// backends are the pods behind the edges, by the first word of a path.
var backends = map[string]string{"dispatch": "frontend-0", "shop": "shop-0", "cart": "cart-0"}

// configureEdges writes the configuration of each edge and names it in its command.
func configureEdges(all []*program, otlpURL, folder string) error {
	caddy := named(all, "caddy-0")
	if err := writeCaddyfile(caddy, filepath.Join(folder, "Caddyfile"), all); err != nil {
		return err
	}
	for pod, rate := range map[string]float64{"traefik-0": 1, "sampling-0": sampledShare} {
		if err := configureTraefik(named(all, pod), filepath.Join(folder, pod), rate, otlpURL, all); err != nil {
			return err
		}
	}
	return nil
}

func writeCaddyfile(p *program, path string, all []*program) error {
	text := "{\n\tadmin off\n\tauto_https off\n\tpersist_config off\n}\n" +
		fmt.Sprintf("http://%s {\n\tbind 127.0.0.1\n\tlog\n\ttracing {\n\t\tspan \"{http.request.method}\"\n\t}\n", p.address())
	for name, pod := range backends {
		text += fmt.Sprintf("\treverse_proxy /%s %s\n", name, named(all, pod).address())
	}
	p.command = append(p.command, path)
	p.env = append(p.env, "XDG_DATA_HOME="+filepath.Dir(path), "XDG_CONFIG_HOME="+filepath.Dir(path))
	return os.WriteFile(path, []byte(text+"}\n"), 0o600)
}

type object map[string]any

// configureTraefik writes its static and its dynamic configuration; JSON is YAML.
func configureTraefik(p *program, folder string, rate float64, otlpURL string, all []*program) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	routers, services := object{}, object{}
	for name, pod := range backends {
		routers[name] = object{"rule": "Path(`/" + name + "`)", "service": name, "entryPoints": []string{"web"}}
		services[name] = object{"loadBalancer": object{"servers": []object{{"url": "http://" + named(all, pod).address()}}}}
	}
	dynamic := filepath.Join(folder, "dynamic.yml")
	static := filepath.Join(folder, "static.yml")
	p.command = append(p.command, "--configFile="+static)
	if err := writeJSON(dynamic, object{"http": object{"routers": routers, "services": services}}); err != nil {
		return err
	}
	return writeJSON(static, object{
		"global":      object{"checkNewVersion": false, "sendAnonymousUsage": false},
		"entryPoints": object{"web": object{"address": p.address()}},
		"providers":   object{"file": object{"filename": dynamic}},
		"accessLog":   object{"format": "json"},
		"log":         object{"format": "json", "level": "WARN"},
		"tracing": object{
			"serviceName": p.service, "sampleRate": rate,
			"resourceAttributes": object{"k8s.pod.name": p.pod, "k8s.namespace.name": p.namespace},
			"otlp":               object{"http": object{"endpoint": otlpURL + "/v1/traces"}},
		},
	})
}

func writeJSON(path string, v any) error {
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, raw, 0o600)
}
