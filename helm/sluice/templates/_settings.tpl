{{/* The address of Redis, as both programs take it; nothing if there is none. */}}
{{- define "sluice.redis.address" -}}
{{- if eq .Values.redis.mode "internal" -}}
redis://{{ include "sluice.component.name" (dict "root" . "component" "redis") }}:6379
{{- else if eq .Values.redis.mode "external" -}}
{{ .Values.redis.external.address }}
{{- end -}}
{{- end }}

{{/* How both programs reach Redis. */}}
{{- define "sluice.redis.settings" -}}
{{- $external := .Values.redis.external -}}
{{- with include "sluice.redis.address" . }}
address: {{ . | quote }}
{{- end }}
prefix: {{ include "sluice.redis.prefix" . | quote }}
{{- with $external.user }}
user: {{ . | quote }}
{{- end }}
{{- with $external.sentinel.addresses }}
sentinel_address:
  {{- toYaml . | nindent 2 }}
sentinel_master_name: {{ $external.sentinel.masterName | quote }}
{{- end }}
{{- with $external.sentinel.user }}
sentinel_user: {{ . | quote }}
{{- end }}
{{- with $external.cluster.addresses }}
cluster_address:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- define "sluice.redis.prefix" -}}
{{ default (include "sluice.fullname" .) .Values.redis.prefix }}
{{- end }}

{{/* The variables with the passwords for Redis and its sentinels, if there are any. Takes root and what their names begin with. */}}
{{- define "sluice.redis.passwordEnv" -}}
{{- $external := .root.Values.redis.external -}}
{{- if and (eq .root.Values.redis.mode "external") $external.existingSecret }}
- name: {{ .prefix }}_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $external.existingSecret }}, key: {{ $external.passwordKey }}}}
{{- with $external.sentinel.passwordKey }}
- name: {{ $.prefix }}_SENTINEL_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $external.existingSecret }}, key: {{ . }}}}
{{- end }}
{{- end }}
{{- end }}

{{/* What the chart itself sets in the gateways' settings. */}}
{{- define "sluice.gateway.settings" -}}
http_server:
  port: 8000
management:
  port: 9000
client:
  connection_limit: {{ .Values.gateway.maxConnections | int64 }}
drain:
  delay: {{ .Values.gateway.drain.delaySeconds | int64 }}s
  period: {{ .Values.gateway.drain.periodSeconds | int64 }}s
engine:
{{- if eq .Values.redis.mode "none" }}
  type: memory
{{- else }}
  type: redis
  redis:
    {{- include "sluice.redis.settings" . | nindent 4 }}
{{- end }}
{{- end }}

{{/* What the chart itself sets in the routers' settings. */}}
{{- define "sluice.router.settings" -}}
http_server:
  port: 8080
management:
  port: 9080
shutdown_spread: {{ .Values.router.shutdown.spreadSeconds | int64 }}s
{{- if eq .Values.router.discovery "registry" }}
redis:
  {{- include "sluice.redis.settings" . | nindent 2 }}
{{- else if eq .Values.router.discovery "kubernetes" }}
kubernetes:
  service: {{ include "sluice.component.name" (dict "root" . "component" "gateway") }}
  port_name: http
health_check:
  port: 9000
{{- else }}
dns:
  name: {{ include "sluice.component.name" (dict "root" . "component" "gateway") }}-headless
  port: 8000
health_check:
  port: 9000
{{- end }}
{{- end }}

{{/* Settings that the chart makes of other values, and which. A section stands for all that is in it. */}}
{{- define "sluice.gateway.owned" -}}
http_server.address: the chart's ports are fixed
http_server.port: set gateway.service.port
management.address: the chart's ports are fixed
management.port: the chart's ports are fixed
node.name: it is the name of the pod
node.address: it is the address of the pod
node.zone: set gateway.zoneFromPodLabel
client.connection_limit: set gateway.maxConnections
client.token.hmac_secret_key: it is a secret, set secrets.existingSecret
http_api.key: it is a secret, set secrets.existingSecret
http_api.previous_key: it is a secret, give SLUICE_HTTP_API_PREVIOUS_KEY by extraEnv
drain: set gateway.drain
engine: set redis
{{- end }}

{{- define "sluice.router.owned" -}}
http_server.address: the chart's ports are fixed
http_server.port: set router.service.port
management.address: the chart's ports are fixed
management.port: the chart's ports are fixed
balance.zone: set router.zoneFromPodLabel
shutdown_spread: set router.shutdown.spreadSeconds
redis: set redis
backends: set router.discovery
dns: set router.discovery
kubernetes: set router.discovery
health_check.port: it follows from router.discovery
{{- end }}

{{/* Fails if config has a setting that is the chart's. Takes component, config and owned. */}}
{{- define "sluice.settings.refuseOwned" -}}
{{- $component := .component -}}
{{- $config := .config -}}
{{- range $path, $instead := .owned -}}
{{- $node := $config -}}
{{- $there := true -}}
{{- range $key := splitList "." $path -}}
{{- if and $there (kindIs "map" $node) -}}
{{- $there = hasKey $node $key -}}
{{- $node = get $node $key -}}
{{- else -}}
{{- $there = false -}}
{{- end -}}
{{- end -}}
{{- if $there -}}
{{- fail (printf "%s.config.%s is not for the configuration: %s" $component $path $instead) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* Fails if there is a secret in a configuration, which would be readable in a ConfigMap. Takes node and at. */}}
{{- define "sluice.settings.refuseSecrets" -}}
{{- $at := .at -}}
{{- if kindIs "map" .node -}}
{{- range $key, $value := .node -}}
{{- $here := printf "%s.%s" $at $key -}}
{{- if and $value (has $key (list "password" "hmac_secret_key" "hmac_previous_secret_key")) -}}
{{- fail (printf "%s is a secret, and would be readable in the ConfigMap: give it as a variable from a Secret, by extraEnv" $here) -}}
{{- end -}}
{{- if and (kindIs "string" $value) (contains "PRIVATE KEY" $value) -}}
{{- fail (printf "%s is a private key, and would be readable in the ConfigMap: mount it from a Secret, and give its path" $here) -}}
{{- end -}}
{{- include "sluice.settings.refuseSecrets" (dict "node" $value "at" $here) -}}
{{- end -}}
{{- else if kindIs "slice" .node -}}
{{- range $index, $value := .node -}}
{{- include "sluice.settings.refuseSecrets" (dict "node" $value "at" (printf "%s[%d]" $at $index)) -}}
{{- end -}}
{{- end -}}
{{- end }}

{{/* The whole configuration of a component. Takes root, component and v. */}}
{{- define "sluice.settings" -}}
{{- $owned := include (printf "sluice.%s.owned" .component) .root | fromYaml -}}
{{- include "sluice.settings.refuseOwned" (dict "component" .component "config" .v.config "owned" $owned) -}}
{{- include "sluice.settings.refuseSecrets" (dict "node" .v.config "at" (printf "%s.config" .component)) -}}
{{- $chart := include (printf "sluice.%s.settings" .component) .root | fromYaml -}}
{{- toYaml (mergeOverwrite (deepCopy .v.config) $chart) -}}
{{- end }}

{{/* Settings as variables of the environment, for a ConfigMap that is not the chart's. Takes node and prefix. */}}
{{- define "sluice.settings.env" -}}
{{- $prefix := .prefix -}}
{{- range $key, $value := .node }}
{{- $name := printf "%s_%s" $prefix (upper $key) }}
{{- if kindIs "map" $value }}
{{- include "sluice.settings.env" (dict "node" $value "prefix" $name) }}
{{- else if kindIs "slice" $value }}
- name: {{ $name }}
  value: {{ join "," $value | quote }}
{{- else }}
- name: {{ $name }}
  value: {{ ternary ($value | int64 | toString) ($value | toString) (kindIs "float64" $value) | quote }}
{{- end }}
{{- end }}
{{- end }}
