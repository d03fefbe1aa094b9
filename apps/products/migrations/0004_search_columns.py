"""Columns and tables of search: what a product repeats for it, known words, synonyms."""

import apps.products.states
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('products', '0003_reviews'),
        ('vendors', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonym',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('terms', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), help_text='Separated by commas, at least two: agbada, babanriga, grand boubou.')),
                ('is_one_way', models.BooleanField(default=False, help_text='Only the first finds the others.', verbose_name='one way')),
            ],
            options={
                'ordering': ['terms'],
            },
        ),
        migrations.CreateModel(
            name='Term',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('word', 'word'), ('phrase', 'phrase'), ('category', 'category'), ('brand', 'brand'), ('vendor', 'vendor')], max_length=8)),
                ('text', models.CharField(db_collation='C', max_length=120)),
                ('label', models.CharField(blank=True, max_length=120)),
                ('slug', models.CharField(blank=True, max_length=140)),
                ('documents', models.PositiveIntegerField(default=0)),
                ('matches', models.PositiveIntegerField(default=0)),
                ('near', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), blank=True, default=list)),
            ],
        ),
        migrations.RemoveIndex(
            model_name='product',
            name='product_search',
        ),
        migrations.AddField(
            model_name='product',
            name='colours',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.TextField())), editable=False),
        ),
        migrations.AddField(
            model_name='product',
            name='popularity',
            field=models.PositiveBigIntegerField(db_default=0, editable=False),
        ),
        migrations.AddField(
            model_name='product',
            name='popularity_tier',
            field=models.PositiveSmallIntegerField(db_default=3, editable=False),
        ),
        migrations.AddField(
            model_name='product',
            name='sizes',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.TextField())), editable=False),
        ),
        migrations.AddField(
            model_name='product',
            name='vendor_name',
            field=models.CharField(db_default='', editable=False, max_length=80),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(models.OrderBy(models.F('is_in_stock'), descending=True), models.OrderBy(models.F('popularity'), descending=True), models.OrderBy(models.F('published_at'), descending=True), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('is_vendor_open', True), ('status', apps.products.states.ProductStatus['PUBLISHED'])), name='product_popular'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=models.Index(condition=models.Q(('is_vendor_open', True), ('status', apps.products.states.ProductStatus['PUBLISHED'])), fields=['updated_at'], name='product_changed'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('is_vendor_open', True), ('status', apps.products.states.ProductStatus['PUBLISHED'])), fields=['search_vector'], name='product_search'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('is_vendor_open', True), ('status', apps.products.states.ProductStatus['PUBLISHED']), ('popularity_tier__lte', 2)), fields=['search_vector'], name='product_search_wide'),
        ),
        migrations.AddIndex(
            model_name='product',
            index=django.contrib.postgres.indexes.GinIndex(condition=models.Q(('is_vendor_open', True), ('status', apps.products.states.ProductStatus['PUBLISHED']), ('popularity_tier__lte', 1)), fields=['search_vector'], name='product_search_head'),
        ),
        migrations.AddIndex(
            model_name='term',
            index=models.Index(fields=['text'], name='term_by_text'),
        ),
        migrations.AddIndex(
            model_name='term',
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=['near'], name='term_near'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.UniqueConstraint(fields=('kind', 'text', 'slug'), name='term_once'),
        ),
        migrations.AddConstraint(
            model_name='term',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['word', 'phrase', 'category', 'brand', 'vendor'])), name='term_kind_known'),
        ),
    ]
