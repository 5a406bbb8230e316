{{/* A peer of a NetworkPolicy: the pods of a component. Takes root and component. */}}
{{- define "sluice.network.peer" -}}
- podSelector:
    matchLabels:
      {{- include "sluice.selector" . | nindent 6 }}
{{- end }}

{{/* The ports of an external Redis, of its sentinels and of a cluster's nodes: 26379 for sentinels, else 6379, where an address names none. */}}
{{- define "sluice.network.redisPorts" -}}
{{- $ports := list (include "sluice.network.port" (dict "address" .Values.redis.external.address "default" "6379")) -}}
{{- range .Values.redis.external.sentinel.addresses -}}
{{- $ports = append $ports (include "sluice.network.port" (dict "address" . "default" "26379")) -}}
{{- end -}}
{{- range .Values.redis.external.cluster.addresses -}}
{{- $ports = append $ports (include "sluice.network.port" (dict "address" . "default" "6379")) -}}
{{- end -}}
{{- range $ports | uniq }}
- {protocol: TCP, port: {{ . }}}
{{- end }}
{{- end }}

{{/* The port of an address, which may begin with a scheme and end with a path. Takes address and default. */}}
{{- define "sluice.network.port" -}}
{{- $host := regexReplaceAll "^[a-z]+://" .address "" | splitList "/" | first -}}
{{- default .default (regexFind "[0-9]+$" (regexFind "(^[^:]*|\\]):[0-9]+$" $host)) -}}
{{- end }}

{{/* The NetworkPolicy of gateways or routers. Takes root, component and ports. */}}
{{- define "sluice.networkPolicy" -}}
{{- $root := .root -}}
{{- $policy := $root.Values.networkPolicy -}}
{{- $checked := and (eq .component "gateway") $root.Values.router.enabled (ne $root.Values.router.discovery "registry") -}}
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
{{ include "sluice.metadata" . }}
spec:
  podSelector:
    matchLabels:
      {{- include "sluice.selector" . | nindent 6 }}
  policyTypes: [Ingress{{ if $policy.restrictEgress }}, Egress{{ end }}]
  ingress:
    - ports: [{protocol: TCP, port: http}]
      {{- if $policy.clientsFrom }}
      from:
        {{- toYaml $policy.clientsFrom | nindent 8 }}
        {{- include "sluice.network.peer" (dict "root" $root "component" "router") | nindent 8 }}
        {{- include "sluice.network.peer" (dict "root" $root "component" "test") | nindent 8 }}
      {{- end }}
    {{- if or $policy.managementFrom $checked }}
    - ports: [{protocol: TCP, port: management}]
      from:
        {{- with $policy.managementFrom }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
        {{- if $checked }}
        {{- include "sluice.network.peer" (dict "root" $root "component" "router") | nindent 8 }}
        {{- end }}
    {{- end }}
    {{- with $policy.extraIngress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- if $policy.restrictEgress }}
  egress:
    - ports: [{protocol: UDP, port: 53}, {protocol: TCP, port: 53}]
    {{- if eq $root.Values.redis.mode "internal" }}
    - ports: [{protocol: TCP, port: 6379}]
      to:
        {{- include "sluice.network.peer" (dict "root" $root "component" "redis") | nindent 8 }}
    {{- else if eq $root.Values.redis.mode "external" }}
    - ports:
        {{- include "sluice.network.redisPorts" $root | nindent 8 }}
    {{- end }}
    {{- if eq .component "router" }}
    - ports: [{protocol: TCP, port: 8000}, {protocol: TCP, port: 9000}]
      to:
        {{- include "sluice.network.peer" (dict "root" $root "component" "gateway") | nindent 8 }}
    {{- if eq $root.Values.router.discovery "kubernetes" }}
    # The API of Kubernetes, whose address policies cannot name.
    - ports: [{protocol: TCP, port: 443}, {protocol: TCP, port: 6443}]
    {{- end }}
    {{- end }}
    {{- with $policy.extraEgress }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- end }}
{{- end }}
