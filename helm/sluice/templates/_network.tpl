{{/* A peer of a NetworkPolicy: the pods of a component. Takes root and component. */}}
{{- define "sluice.network.peer" -}}
- podSelector:
    matchLabels:
      {{- include "sluice.selector" . | nindent 6 }}
{{- end }}

{{/* The port of an external Redis, which is 6379 if its address names none. */}}
{{- define "sluice.network.redisPort" -}}
{{- $host := urlParse .Values.redis.external.address | dig "host" "" -}}
{{- default "6379" (regexFind "[0-9]+$" (regexFind ":[0-9]+$" $host)) -}}
{{- end }}

{{/* The ports of the sentinels, each 26379 if its address names none. */}}
{{- define "sluice.network.sentinelPorts" -}}
{{- $ports := list -}}
{{- range .Values.redis.external.sentinel.addresses -}}
{{- $ports = append $ports (default "26379" (regexFind "[0-9]+$" (regexFind ":[0-9]+$" .))) -}}
{{- end -}}
{{- range uniq $ports }}, {protocol: TCP, port: {{ . }}}{{ end -}}
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
    - ports: [{protocol: TCP, port: {{ include "sluice.network.redisPort" $root }}}{{ include "sluice.network.sentinelPorts" $root }}]
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
