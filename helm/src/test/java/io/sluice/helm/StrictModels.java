package io.sluice.helm;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Ingress;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Role;
import io.kubernetes.client.openapi.models.V1RoleBinding;
import io.kubernetes.client.openapi.models.V1Secret;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.Field;
import java.util.Collection;
import java.util.Map;

/**
 * Reads objects with models that refuse fields which Kubernetes does not know, or that lack, or have another type. An API
 * server says the same; the texts of enumerations only it checks.
 */
final class StrictModels {

    private static final Map<String, Reader> KUBERNETES = Map.ofEntries(
            Map.entry("apps/v1 Deployment", V1Deployment::fromJson),
            Map.entry("apps/v1 StatefulSet", V1StatefulSet::fromJson),
            Map.entry("v1 Service", V1Service::fromJson),
            Map.entry("v1 ConfigMap", V1ConfigMap::fromJson),
            Map.entry("v1 Secret", V1Secret::fromJson),
            Map.entry("v1 ServiceAccount", V1ServiceAccount::fromJson),
            Map.entry("v1 Pod", V1Pod::fromJson),
            Map.entry("policy/v1 PodDisruptionBudget", V1PodDisruptionBudget::fromJson),
            Map.entry("autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler::fromJson),
            Map.entry("networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy::fromJson),
            Map.entry("networking.k8s.io/v1 Ingress", V1Ingress::fromJson),
            Map.entry("rbac.authorization.k8s.io/v1 Role", V1Role::fromJson),
            Map.entry("rbac.authorization.k8s.io/v1 RoleBinding", V1RoleBinding::fromJson));

    private static final Map<String, Class<?>> EXTENSIONS = Map.of(
            "monitoring.coreos.com/v1 PodMonitor", PodMonitor.class,
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
            "gateway.networking.k8s.io/v1 HTTPRoute", HTTPRoute.class);

    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    private StrictModels() {}

    private interface Reader {
        Object read(String json) throws Exception;
    }

    /** Fails with words if {@code object} is none that an API server would take. */
    static void check(JsonNode object) {
        String type = object.path("apiVersion").asText() + " " + Manifests.kind(object);
        try {
            if (KUBERNETES.containsKey(type)) {
                requireNonNull(KUBERNETES.get(type)).read(object.toString());
            } else if (EXTENSIONS.containsKey(type)) {
                refuseUnknown(SERIALIZATION.unmarshal(object.toString(), EXTENSIONS.get(type)), type);
            } else if (type.equals("keda.sh/v1alpha1 ScaledObject")) {
                ScaledObjectFields.check(object);
            } else {
                throw new AssertionError("there is no model of " + type);
            }
        } catch (Exception e) {
            throw new AssertionError(type + " " + Manifests.name(object) + ": " + e.getMessage(), e);
        }
    }

    /** These models keep fields that they do not know aside, in {@code additionalProperties}. */
    private static void refuseUnknown(Object model, String path) throws IllegalAccessException {
        if (model instanceof Collection<?> elements) {
            for (Object element : elements) {
                refuseUnknown(element, path + "[]");
            }
        } else if (model != null
                && model.getClass().getName().startsWith("io.fabric8.")
                && !model.getClass().isEnum()) {
            for (Class<?> type = model.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
                for (Field field : type.getDeclaredFields()) {
                    refuseUnknown(model, field, path);
                }
            }
        }
    }

    private static void refuseUnknown(Object model, Field field, String path) throws IllegalAccessException {
        if (java.lang.reflect.Modifier.isStatic(field.getModifiers())) {
            return;
        }
        field.setAccessible(true);
        Object value = field.get(model);
        if (field.getName().equals("additionalProperties")
                && value instanceof Map<?, ?> unknown
                && !unknown.isEmpty()) {
            throw new AssertionError(path + " has fields that are not known: " + unknown.keySet());
        }
        refuseUnknown(value, path + "." + field.getName());
    }
}
