{{/* Options of a component's JVM. Takes v. */}}
{{- define "sluice.javaOpts" -}}
{{- $jvm := .v.jvm -}}
{{- $cpus := $jvm.activeProcessorCount -}}
{{- if kindIs "invalid" $cpus -}}
{{- $cpus = include "sluice.cpus" (dig "requests" "cpu" "1" .v.resources) -}}
{{- end -}}
{{- $direct := default (printf "%dm" (div (include "sluice.mebibytes" .v.resources.limits.memory | int64) 4)) $jvm.maxDirectMemory -}}
{{- /* Named, because with one processor or little memory a JVM would choose another than its options and archive are made for. */}}
{{- $collector := ternary "" "-XX:+UseG1GC " (regexMatch "-XX:[+]Use[A-Za-z]+GC" $jvm.extraOpts) -}}
{{- printf "%s-XX:ActiveProcessorCount=%d -XX:MaxRAMPercentage=%s -XX:MaxDirectMemorySize=%s -XX:+ExitOnOutOfMemoryError %s"
  $collector ($cpus | int64) ($jvm.maxRamPercentage | toString) $direct $jvm.extraOpts | trim -}}
{{- end }}

{{/* A probe of the management port, or nothing if it is off. Takes kind, probe and path. */}}
{{- define "sluice.probe" -}}
{{- if .probe.enabled }}
{{ .kind }}:
  httpGet: {path: {{ .path }}, port: management}
  {{- toYaml (omit .probe "enabled") | nindent 2 }}
{{- end }}
{{- end }}

{{/* Where pods of a component go. Takes root, component and v. */}}
{{- define "sluice.topologySpread" -}}
{{- if .v.topologySpreadConstraints -}}
{{- toYaml .v.topologySpreadConstraints -}}
{{- else -}}
{{- range $key := list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
- maxSkew: 1
  topologyKey: {{ $key }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "sluice.selector" $ | nindent 6 }}
  matchLabelKeys: [pod-template-hash]
{{- end }}
{{- end -}}
{{- end }}

{{/* The Deployment of a component. Takes root, component, v, ports (http, management), grace and env. */}}
{{- define "sluice.deployment" -}}
{{- $root := .root -}}
{{- $v := .v -}}
{{- $scaled := or $v.autoscaling.hpa.enabled $v.autoscaling.keda.enabled -}}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ include "sluice.component.name" . }}
  namespace: {{ $root.Release.Namespace }}
  labels:
    {{- include "sluice.labels" . | nindent 4 }}
  {{- include "sluice.annotations" . | nindent 2 }}
spec:
  {{- if not (or $scaled (kindIs "invalid" $v.replicaCount)) }}
  replicas: {{ $v.replicaCount | int64 }}
  {{- end }}
  revisionHistoryLimit: {{ $v.revisionHistoryLimit | int64 }}
  minReadySeconds: {{ $v.minReadySeconds | int64 }}
  strategy:
    {{- toYaml $v.updateStrategy | nindent 4 }}
  selector:
    matchLabels:
      {{- include "sluice.selector" . | nindent 6 }}
  template:
    metadata:
      labels:
        {{- include "sluice.labels" (dict "root" $root "component" .component "labels" $v.podLabels) | nindent 8 }}
      annotations:
        {{- if not $v.existingConfigMap }}
        checksum/config: {{ include "sluice.settings" . | sha256sum }}
        {{- end }}
        {{- with $root.Values.secrets }}
        {{- if or .apiKey .tokenHmacSecret }}
        checksum/secrets: {{ printf "%s\n%s" .apiKey .tokenHmacSecret | sha256sum }}
        {{- end }}
        {{- end }}
        kubectl.kubernetes.io/default-container: {{ .component }}
        {{- with mergeOverwrite dict $root.Values.commonAnnotations $v.podAnnotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      serviceAccountName: {{ include "sluice.serviceAccountName" . }}
      automountServiceAccountToken: {{ and (eq .component "router") (eq $root.Values.router.discovery "kubernetes") }}
      enableServiceLinks: false
      terminationGracePeriodSeconds: {{ .grace }}
      {{- with $root.Values.image.pullSecrets }}
      imagePullSecrets:
        {{- range . }}
        - name: {{ . }}
        {{- end }}
      {{- end }}
      {{- with $v.priorityClassName }}
      priorityClassName: {{ . }}
      {{- end }}
      {{- with $v.runtimeClassName }}
      runtimeClassName: {{ . }}
      {{- end }}
      securityContext:
        {{- toYaml $v.podSecurityContext | nindent 8 }}
      topologySpreadConstraints:
        {{- include "sluice.topologySpread" . | nindent 8 }}
      {{- range $key := list "affinity" "nodeSelector" "tolerations" "initContainers" }}
      {{- with get $v $key }}
      {{ $key }}:
        {{- toYaml . | nindent 8 }}
      {{- end }}
      {{- end }}
      containers:
        - name: {{ .component }}
          image: {{ include "sluice.image" (dict "root" $root "image" $root.Values.image "tag" $root.Chart.AppVersion) }}
          imagePullPolicy: {{ $root.Values.image.pullPolicy }}
          args: [{{ .component }}, --config, /etc/sluice/config.yaml]
          ports:
            - {name: http, containerPort: {{ .ports.http }}}
            - {name: management, containerPort: {{ .ports.management }}}
          env:
            - name: JAVA_OPTS
              value: {{ include "sluice.javaOpts" . | quote }}
            {{- .env | nindent 12 }}
            {{- if $v.existingConfigMap }}
            {{- $settings := include (printf "sluice.%s.settings" .component) $root | fromYaml }}
            {{- include "sluice.settings.env" (dict "node" $settings "prefix" "SLUICE") | nindent 12 }}
            {{- end }}
            {{- with $v.extraEnv }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          {{- with $v.extraEnvFrom }}
          envFrom:
            {{- toYaml . | nindent 12 }}
          {{- end }}
          {{- include "sluice.probe" (dict "kind" "startupProbe" "probe" $v.startupProbe "path" "/health/started") | nindent 10 }}
          {{- include "sluice.probe" (dict "kind" "livenessProbe" "probe" $v.livenessProbe "path" "/health/live") | nindent 10 }}
          {{- include "sluice.probe" (dict "kind" "readinessProbe" "probe" $v.readinessProbe "path" "/health/ready") | nindent 10 }}
          {{- with .preStopSleepSeconds }}
          lifecycle:
            preStop:
              sleep: {seconds: {{ . }}}
          {{- end }}
          resources:
            {{- toYaml $v.resources | nindent 12 }}
          securityContext:
            {{- toYaml $v.securityContext | nindent 12 }}
          volumeMounts:
            - {name: config, mountPath: /etc/sluice, readOnly: true}
            - {name: tmp, mountPath: /tmp}
            {{- with $v.extraVolumeMounts }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
        {{- with $v.sidecars }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      volumes:
        - name: config
          configMap: {name: {{ default (include "sluice.component.name" .) $v.existingConfigMap }}}
        # For what Netty unpacks of itself; all else is read-only.
        - name: tmp
          emptyDir: {sizeLimit: 64Mi}
        {{- with $v.extraVolumes }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
{{- end }}

{{/* The ConfigMap of a component. Takes root, component and v. */}}
{{- define "sluice.configMap" -}}
{{- if not .v.existingConfigMap -}}
apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ include "sluice.component.name" . }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "sluice.labels" . | nindent 4 }}
  {{- include "sluice.annotations" . | nindent 2 }}
data:
  config.yaml: |
    {{- include "sluice.settings" . | nindent 4 }}
{{- end }}
{{- end }}
