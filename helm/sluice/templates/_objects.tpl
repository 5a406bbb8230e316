{{/* The head of an object of a component: metadata with a name that may have a suffix. Takes root, component, suffix, labels, annotations. */}}
{{- define "sluice.metadata" -}}
metadata:
  name: {{ include "sluice.component.name" . }}{{ .suffix }}
  namespace: {{ .root.Release.Namespace }}
  labels:
    {{- include "sluice.labels" . | nindent 4 }}
  {{- include "sluice.annotations" . | nindent 2 }}
{{- end }}

{{/* The Service that clients of a component come to. Takes root, component and v. */}}
{{- define "sluice.service" -}}
{{- $s := .v.service -}}
apiVersion: v1
kind: Service
{{ include "sluice.metadata" (merge (dict "labels" $s.labels "annotations" $s.annotations) .) }}
spec:
  type: {{ $s.type }}
  {{- with $s.loadBalancerClass }}
  loadBalancerClass: {{ . }}
  {{- end }}
  {{- with $s.loadBalancerSourceRanges }}
  loadBalancerSourceRanges:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $s.externalTrafficPolicy }}
  externalTrafficPolicy: {{ . }}
  {{- end }}
  {{- with $s.trafficDistribution }}
  trafficDistribution: {{ . }}
  {{- end }}
  selector:
    {{- include "sluice.selector" . | nindent 4 }}
  ports:
    - name: http
      port: {{ $s.port }}
      targetPort: http
      appProtocol: {{ $s.appProtocol }}
{{- end }}

{{/* A headless Service of a component's management port, for a ServiceMonitor. Pods that drain are in it as well. */}}
{{- define "sluice.managementService" -}}
apiVersion: v1
kind: Service
{{ include "sluice.metadata" (merge (dict "suffix" "-management") .) }}
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector:
    {{- include "sluice.selector" . | nindent 4 }}
  ports:
    - {name: management, port: {{ .ports.management }}, targetPort: management}
{{- end }}

{{- define "sluice.serviceAccount" -}}
apiVersion: v1
kind: ServiceAccount
{{ include "sluice.metadata" (merge (dict "annotations" .root.Values.serviceAccount.annotations) .) }}
automountServiceAccountToken: false
{{- end }}

{{- define "sluice.podDisruptionBudget" -}}
{{- $budget := .v.podDisruptionBudget -}}
apiVersion: policy/v1
kind: PodDisruptionBudget
{{ include "sluice.metadata" . }}
spec:
  {{- if not (kindIs "invalid" $budget.minAvailable) }}
  minAvailable: {{ $budget.minAvailable }}
  {{- else }}
  maxUnavailable: {{ $budget.maxUnavailable }}
  {{- end }}
  unhealthyPodEvictionPolicy: {{ $budget.unhealthyPodEvictionPolicy }}
  selector:
    matchLabels:
      {{- include "sluice.selector" . | nindent 6 }}
{{- end }}

{{- define "sluice.autoscaler.hpa" -}}
{{- $a := .v.autoscaling -}}
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
{{ include "sluice.metadata" . }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ include "sluice.component.name" . }}}
  minReplicas: {{ $a.minReplicas | int64 }}
  maxReplicas: {{ $a.maxReplicas | int64 }}
  metrics:
    - type: Pods
      pods:
        metric: {name: sluice_{{ .component }}_connections}
        target: {type: AverageValue, averageValue: {{ $a.targetConnections | int64 | quote }}}
    {{- with $a.hpa.extraMetrics }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  behavior:
    {{- toYaml $a.behavior | nindent 4 }}
{{- end }}

{{/* Asks for the sum over all pods, those that drain included: they still hold connections that need a place. */}}
{{- define "sluice.autoscaler.keda" -}}
{{- $a := .v.autoscaling -}}
{{- $name := include "sluice.component.name" . -}}
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
{{ include "sluice.metadata" . }}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: {{ $name }}}
  pollingInterval: {{ $a.keda.pollingInterval | int64 }}
  minReplicaCount: {{ $a.minReplicas | int64 }}
  maxReplicaCount: {{ $a.maxReplicas | int64 }}
  fallback:
    failureThreshold: {{ $a.keda.failureThreshold | int64 }}
    replicas: {{ ternary $a.maxReplicas $a.keda.fallbackReplicas (kindIs "invalid" $a.keda.fallbackReplicas) | int64 }}
  advanced:
    horizontalPodAutoscalerConfig:
      behavior:
        {{- toYaml $a.behavior | nindent 8 }}
  triggers:
    - type: prometheus
      metadata:
        serverAddress: {{ $a.keda.serverAddress | quote }}
        query: {{ include "sluice.autoscaler.query" . | quote }}
        threshold: {{ $a.targetConnections | int64 | quote }}
        # An empty answer is an error: taken for 0, it would scale down to the fewest pods.
        ignoreNullValues: "false"
      {{- with $a.keda.authenticationRef }}
      authenticationRef: {name: {{ . }}}
      {{- end }}
{{- end }}

{{/* Connections of all pods of a component; a router's reservations and plain requests do not count. */}}
{{- define "sluice.autoscaler.query" -}}
{{- $kind := ternary `,kind="websocket"` "" (eq .component "router") -}}
sum(sluice_{{ .component }}_connections{namespace="{{ .root.Release.Namespace }}",job="{{ include "sluice.component.name" . }}"{{ $kind }}})
{{- end }}
