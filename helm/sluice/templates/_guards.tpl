{{/* What a schema cannot say. Each failure says in words what does not go together. */}}
{{- define "sluice.guard" -}}
{{- $v := .Values -}}
{{- $needed := include "sluice.gateway.graceSeconds" . | int64 -}}
{{- $given := $v.gateway.terminationGracePeriodSeconds -}}
{{- if and (not (kindIs "invalid" $given)) (lt ($given | int64) $needed) -}}
{{- fail (printf "gateway.terminationGracePeriodSeconds is %d, but draining takes delaySeconds %d + periodSeconds %d + 15 = %d seconds: raise it, leave it out, or shorten gateway.drain"
  ($given | int64) ($v.gateway.drain.delaySeconds | int64) ($v.gateway.drain.periodSeconds | int64) $needed) -}}
{{- end -}}
{{- if $v.router.enabled -}}
{{- $needed = include "sluice.router.graceSeconds" . | int64 -}}
{{- $given = $v.router.terminationGracePeriodSeconds -}}
{{- if and (not (kindIs "invalid" $given)) (lt ($given | int64) $needed) -}}
{{- fail (printf "router.terminationGracePeriodSeconds is %d, but stopping takes preStopSleepSeconds %d + spreadSeconds %d + 15 = %d seconds: raise it, leave it out, or shorten router.shutdown"
  ($given | int64) ($v.router.shutdown.preStopSleepSeconds | int64) ($v.router.shutdown.spreadSeconds | int64) $needed) -}}
{{- end -}}
{{- end -}}
{{- if eq $v.redis.mode "none" -}}
{{- $scaled := or $v.gateway.autoscaling.hpa.enabled $v.gateway.autoscaling.keda.enabled -}}
{{- if or $scaled (kindIs "invalid" $v.gateway.replicaCount) (gt ($v.gateway.replicaCount | int64) 1) -}}
{{- fail "several gateways need Redis, or clients of one would not get what is published on another: set redis.mode to internal or external, or gateway.replicaCount to 1 without autoscaling" -}}
{{- end -}}
{{- if and $v.router.enabled (eq $v.router.discovery "registry") -}}
{{- fail "router.discovery registry is in Redis, and redis.mode is none: set router.discovery to dns or kubernetes, or router.enabled to false" -}}
{{- end -}}
{{- end -}}
{{- range $name := list "gateway" "router" -}}
{{- $c := get $v $name -}}
{{- if and $c.podDisruptionBudget.enabled (eq (kindIs "invalid" $c.podDisruptionBudget.maxUnavailable) (kindIs "invalid" $c.podDisruptionBudget.minAvailable)) -}}
{{- fail (printf "%s.podDisruptionBudget takes exactly one of maxUnavailable and minAvailable; set the other one to null" $name) -}}
{{- end -}}
{{- if and $c.existingConfigMap $c.config -}}
{{- fail (printf "%s.existingConfigMap is given, so %s.config would have no effect: leave one of them out" $name $name) -}}
{{- end -}}
{{- if gt ($c.autoscaling.minReplicas | int64) ($c.autoscaling.maxReplicas | int64) -}}
{{- fail (printf "%s.autoscaling.minReplicas is %d, more than maxReplicas %d" $name ($c.autoscaling.minReplicas | int64) ($c.autoscaling.maxReplicas | int64)) -}}
{{- end -}}
{{- range $env := $c.extraEnv -}}
{{- if regexMatch "^SLUICE_(DRAIN|SHUTDOWN)_" $env.name -}}
{{- fail (printf "%s.extraEnv has %s, which the grace period does not know of: set %s" $name $env.name (ternary "gateway.drain" "router.shutdown" (eq $name "gateway"))) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- if and $v.secrets.existingSecret (or $v.secrets.generate $v.secrets.apiKey $v.secrets.tokenHmacSecret) -}}
{{- fail "secrets.existingSecret is given, so secrets.generate, apiKey and tokenHmacSecret would have no effect: leave them out" -}}
{{- end -}}
{{- end }}

{{/* Seconds that a gateway may take to stop: 10 beyond delay and period are the program's own, 5 are for the kubelet. */}}
{{- define "sluice.gateway.graceSeconds" -}}
{{- $drain := .Values.gateway.drain -}}
{{- add ($drain.delaySeconds | int64) ($drain.periodSeconds | int64) 15 -}}
{{- end }}

{{/* The same for a router, whose preStop sleep is within its grace. */}}
{{- define "sluice.router.graceSeconds" -}}
{{- $shutdown := .Values.router.shutdown -}}
{{- add ($shutdown.preStopSleepSeconds | int64) ($shutdown.spreadSeconds | int64) 15 -}}
{{- end }}
