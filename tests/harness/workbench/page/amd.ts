/**
 * Loads Grafana plugins, which are AMD modules, and hands them the libraries
 * that Grafana shares with plugins.
 */

type Factory = (...dependencies: unknown[]) => unknown;

interface Definition {
  dependencies: string[];
  factory: Factory;
}

declare global {
  interface Window {
    define?: ((dependencies: string[], factory: Factory) => void) & { amd?: object };
  }
}

export class PluginLoader {
  // Which module a define() belongs to is known by the script that calls it: one loads at a time.
  private queue: Promise<unknown> = Promise.resolve();

  private shared: Record<string, unknown> = {};

  /** What modules may depend on, by name. */
  share(modules: Record<string, unknown>) {
    this.shared = modules;
  }

  /** Loads a module by its address and returns its exports. */
  load<T>(url: string): Promise<T> {
    const loaded = this.queue.then(() => fetchDefinition(url)).then((definition) => this.run(definition, url) as T);
    this.queue = loaded.catch(() => undefined);
    return loaded;
  }

  private run({ dependencies, factory }: Definition, url: string): unknown {
    const exports = {};
    const resolved = dependencies.map((name) => this.resolve(name, url, exports));
    return factory(...resolved) ?? exports;
  }

  private resolve(name: string, url: string, exports: object): unknown {
    switch (name) {
      case 'module': // webpack takes the address of its lazy chunks from it
        return { uri: new URL(url, window.location.href).href, exports };
      case 'exports':
        return exports;
    }
    if (!(name in this.shared)) {
      throw new Error(`${url} needs ${name}, which Grafana does not share with plugins`);
    }
    return this.shared[name];
  }
}

/** Runs a script and takes what it defines. */
function fetchDefinition(url: string): Promise<Definition> {
  return new Promise((resolve, reject) => {
    let definition: Definition | undefined;
    window.define = Object.assign(
      (dependencies: string[], factory: Factory) => {
        definition = { dependencies, factory };
      },
      { amd: {} }
    );
    const script = document.createElement('script');
    script.src = url;
    script.onload = () => (definition ? resolve(definition) : reject(new Error(`${url} defines no module`)));
    script.onerror = () => reject(new Error(`${url} could not be loaded: build the plugin first`));
    document.head.appendChild(script);
  });
}
