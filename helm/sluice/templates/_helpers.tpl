{{/* The chart's name, or what replaces it. */}}
{{- define "sluice.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" -}}
{{- end }}

{{/*
What the names of all objects of a release begin with: at most 40 characters, so that the longest suffix and what Kubernetes
puts behind it stay below 63. A longer name is cut and told apart by a hash.
*/}}
{{- define "sluice.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := .Values.fullnameOverride -}}
{{- if not $full -}}
{{- $full = ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- end -}}
{{- if gt (len $full) 40 -}}
{{- $full = printf "%s-%s" ($full | trunc 31 | trimSuffix "-") ($full | sha256sum | trunc 8) -}}
{{- end -}}
{{- $full -}}
{{- end }}

{{/* The name of a component's objects. Takes root and component. */}}
{{- define "sluice.component.name" -}}
{{ include "sluice.fullname" .root }}-{{ .component }}
{{- end }}

{{/* What selects the pods of a component. Selectors cannot be changed later, so no version is in here. Takes root and component. */}}
{{- define "sluice.selector" -}}
app.kubernetes.io/name: {{ include "sluice.name" .root }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end }}

{{/* Labels of an object. Takes root, component, and perhaps labels of its own. */}}
{{- define "sluice.labels" -}}
{{- $own := dict
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_")
  "app.kubernetes.io/version" (.root.Chart.AppVersion | toString)
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/part-of" "sluice" -}}
{{- $fixed := include "sluice.selector" . | fromYaml -}}
{{- toYaml (mergeOverwrite dict .root.Values.commonLabels (default dict .labels) $own $fixed) -}}
{{- end }}

{{/* Annotations of an object, with their key, or nothing. Takes root, and perhaps annotations of its own. */}}
{{- define "sluice.annotations" -}}
{{- with mergeOverwrite dict .root.Values.commonAnnotations (default dict .annotations) -}}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end -}}
{{- end }}

{{/* The full name of an image. Takes root, image, and the tag that counts if it names none. */}}
{{- define "sluice.image" -}}
{{- $registry := default .root.Values.global.imageRegistry .image.registry -}}
{{- if $registry }}{{ trimSuffix "/" $registry }}/{{ end -}}
{{- .image.repository -}}
{{- if .image.digest }}@{{ .image.digest }}{{ else }}:{{ default .tag .image.tag }}{{ end -}}
{{- end }}

{{/* The service account of a component. Takes root and component. */}}
{{- define "sluice.serviceAccountName" -}}
{{- if .root.Values.serviceAccount.create -}}
{{ include "sluice.component.name" . }}
{{- else -}}
{{ default "default" .root.Values.serviceAccount.name }}
{{- end -}}
{{- end }}

{{/* Whose Service clients come to. */}}
{{- define "sluice.front" -}}
{{ ternary "router" "gateway" .Values.router.enabled }}
{{- end }}

{{/* The Secret with the API key and the like, or nothing if there is none. */}}
{{- define "sluice.secretName" -}}
{{- $s := .Values.secrets -}}
{{- if $s.existingSecret -}}
{{ $s.existingSecret }}
{{- else if or $s.generate $s.apiKey $s.tokenHmacSecret -}}
{{ include "sluice.fullname" . }}-secrets
{{- end -}}
{{- end }}

{{/* Variables with the API key and the secret that signs tokens, as far as there are any. */}}
{{- define "sluice.secretEnv" -}}
{{- $s := .Values.secrets -}}
{{- $secret := include "sluice.secretName" . -}}
{{- if and $secret $s.keys.apiKey (or $s.existingSecret $s.generate $s.apiKey) }}
- name: SLUICE_HTTP_API_KEY
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $s.keys.apiKey }}}}
{{- end }}
{{- if and $secret $s.keys.tokenHmacSecret (or $s.existingSecret $s.generate $s.tokenHmacSecret) }}
- name: SLUICE_CLIENT_TOKEN_HMAC_SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: {{ $s.keys.tokenHmacSecret }}}}
{{- end }}
{{- end }}

{{/* A number of processors, rounded up, of a quantity such as 500m or 2. */}}
{{- define "sluice.cpus" -}}
{{- $text := . | toString -}}
{{- if hasSuffix "m" $text -}}
{{- max 1 (divf (trimSuffix "m" $text | float64) 1000 | ceil | int) -}}
{{- else -}}
{{- max 1 ($text | float64 | ceil | int) -}}
{{- end -}}
{{- end }}

{{/* MiB of a quantity of memory such as 512Mi, 2G or 1073741824. */}}
{{- define "sluice.mebibytes" -}}
{{- $text := ternary (. | int64 | toString) (. | toString) (kindIs "float64" .) -}}
{{- $number := regexFind "^[0-9.]+" $text | float64 -}}
{{- $unit := regexFind "[A-Za-z]*$" $text -}}
{{- $units := dict "" 1.0 "k" 1e3 "M" 1e6 "G" 1e9 "T" 1e12 "Ki" 1024.0 "Mi" 1048576.0 "Gi" 1073741824.0 "Ti" 1099511627776.0 -}}
{{- if not (hasKey $units $unit) }}{{ fail (printf "%s is no quantity of memory" $text) }}{{ end -}}
{{- divf (mulf $number (get $units $unit)) 1048576 | floor | int64 -}}
{{- end }}
