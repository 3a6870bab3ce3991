#version 450

// The picture, as it is.

layout(set = 0, binding = 0) uniform sampler2D picture;

layout(location = 0) in vec2 position;
layout(location = 0) out vec4 color;

void main() {
    color = texture(picture, position);
}
